import { app } from '@azure/functions';
import './blob-reference.ts';
import { containers } from '../shared/adapters/storage/names.ts';
import { about } from './about.ts';
import { runningApp } from './running-app.ts';
import { unhurried } from './unhurried.ts';

/** Blob -> intakeUpload. The path comes from `blobTrigger`: a name such as `202605` arrives as a number elsewhere. */
app.storageBlob('receive-upload', {
  path: `${containers.uploads}/{name}`,
  connection: 'AzureWebJobsStorage',
  source: 'EventGrid',
  sdkBinding: true,
  handler: async (_reference, context) => {
    const path = String(context.triggerMetadata?.['blobTrigger'] ?? '');
    const name = path.slice(containers.uploads.length + 1);
    // The partner's folder, but not the file's name: people put people's names into file names.
    const partnerId = name.split('/')[0];
    const intake = await about(context, { partnerId }, () => unhurried(runningApp().intakeUpload(name)));
    context.log(JSON.stringify({ event: 'intake', partnerId, ...intake }));
  },
});
