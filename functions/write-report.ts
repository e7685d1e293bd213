import { app } from '@azure/functions';
import { queues } from '../shared/adapters/storage/names.ts';
import { about } from './about.ts';
import { readReportMessage } from './messages.ts';
import { runningApp } from './running-app.ts';

/** Queue -> writeReport. */
app.storageQueue('write-report', {
  queueName: queues.reports,
  connection: 'AzureWebJobsStorage',
  handler: async (item, context) => {
    const message = readReportMessage(item, 'message in the queue reports');
    const report = await about(context, message, () => runningApp().writeReport(message));
    context.log(JSON.stringify({ event: 'report', ...message, ...report }));
  },
});
