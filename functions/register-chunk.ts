import { app } from '@azure/functions';
import { queues } from '../shared/adapters/storage/names.ts';
import { about } from './about.ts';
import { readChunkMessage } from './messages.ts';
import { runningApp } from './running-app.ts';

/** Queue -> registerChunk. */
app.storageQueue('register-chunk', {
  queueName: queues.chunks,
  connection: 'AzureWebJobsStorage',
  handler: async (item, context) => {
    const message = readChunkMessage(item, 'message in the queue chunks');
    const step = await about(context, message, () => runningApp().registerChunk(message));
    context.log(JSON.stringify({ event: 'chunk', ...message, ...step }));
  },
});
