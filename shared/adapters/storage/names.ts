/** Every container, table and queue the product uses; the templates in `infra/` are checked against these lists. */
export const containers = { uploads: 'uploads', reports: 'reports', state: 'state', settings: 'settings' } as const;
export const tables = {
  uploads: 'uploads',
  chunks: 'chunks',
  line: 'line',
  open: 'open',
  batches: 'batches',
  devices: 'devices',
  notices: 'notices',
} as const;
export const queues = { chunks: 'chunks', reports: 'reports', notices: 'notices' } as const;
/** Where the Functions host puts messages (and blob events: `uploads`) after their last try; it makes these itself. */
export const poisonQueues = {
  chunks: `${queues.chunks}-poison`,
  reports: `${queues.reports}-poison`,
  notices: `${queues.notices}-poison`,
  uploads: 'webjobs-blobtrigger-poison',
} as const;
