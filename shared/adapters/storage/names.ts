import names from './names.json' with { type: 'json' };

/** Every container, table and queue the product uses: the one list that the templates in `infra/` read as well. */
export const { containers, tables, queues } = names;
