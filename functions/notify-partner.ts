import { app } from '@azure/functions';
import { queues } from '../shared/adapters/storage/names.ts';
import { about } from './about.ts';
import { readNotificationMessage } from './messages.ts';
import { runningApp } from './running-app.ts';

/** Queue -> notifyPartner. */
app.storageQueue('notify-partner', {
  queueName: queues.notices,
  connection: 'AzureWebJobsStorage',
  handler: async (item, context) => {
    const message = readNotificationMessage(item, 'message in the queue notices');
    const result = await about(context, { ...message, about: message.event }, () =>
      runningApp().notifyPartner(message),
    );
    context.log(JSON.stringify({ ...message, ...result, event: 'notice', about: message.event }));
  },
});
