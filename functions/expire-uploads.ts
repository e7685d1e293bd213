import { app } from '@azure/functions';
import { runningApp } from './running-app.ts';

/** Timer -> forgetUploads: what holds serials and hashes is not kept for ever. Safe twice at once, or cut off. */
app.timer('expire-uploads', {
  schedule: '%EXPIRE_SCHEDULE%',
  handler: async (_timer, context) => {
    const expired = await runningApp().expireUploads();
    const line = JSON.stringify({ event: 'expire', ...expired });
    if (expired.kind === 'clockWrong') context.error(line);
    else context.log(line);
  },
});
