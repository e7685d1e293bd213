import { app } from '@azure/functions';
import { runningApp } from './running-app.ts';

/** HTTP -> how far an upload is. A wrong partner and a wrong upload look the same. */
app.http('status', {
  methods: ['GET'],
  route: 'api/partners/{partner}/uploads/{upload}',
  authLevel: 'function',
  handler: async (request) => {
    const { partner: partnerId = '', upload: uploadId = '' } = request.params;
    const progress = await runningApp().readProgress({ partnerId, uploadId });
    return progress === undefined
      ? { status: 404, jsonBody: { error: 'There is no such upload.' } }
      : { status: 200, jsonBody: progress };
  },
});
