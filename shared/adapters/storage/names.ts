import names from './names.json' with { type: 'json' };

/** Every container, table and queue the product uses: the one list that the templates in `infra/` read as well. */
export const { containers, tables, queues } = names;
/** Where the Functions host puts messages (and blob events: `uploads`) after their last try; it makes these itself. */
export const poisonQueues = {
  chunks: `${queues.chunks}-poison`,
  reports: `${queues.reports}-poison`,
  notices: `${queues.notices}-poison`,
  uploads: 'webjobs-blobtrigger-poison',
} as const;
/** The Functions host's own container, and where its receipts of blob events begin: they name the files partners drop. */
export const hostContainer = 'azure-webjobs-hosts';
export const receiptsPrefix = 'blobreceipts/';
/** In `state`: the texts of all settings files, which is made anew where it is missing. */
export const settingsCopy = 'settings/copy.json';
