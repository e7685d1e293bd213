import { app } from '@azure/functions';
import { queues } from '../shared/adapters/storage/names.ts';
import { about } from './about.ts';
import { readNoticeMessage } from './messages.ts';
import { runningApp } from './running-app.ts';

/** Queue -> tellPartner. */
app.storageQueue('tell-partner', {
  queueName: queues.notices,
  connection: 'AzureWebJobsStorage',
  handler: async (item, context) => {
    const message = readNoticeMessage(item, 'message in the queue notices');
    const told = await about(context, { ...message, about: message.event }, () => runningApp().tellPartner(message));
    context.log(JSON.stringify({ ...message, ...told, event: 'notice', about: message.event }));
  },
});
