import { app } from '@azure/functions';
import { runningApp } from './running-app.ts';

/** Timer -> forgetUploads: what holds serials and hashes is not kept for ever. Safe twice at once and half-way. */
app.timer('forget-uploads', {
  schedule: '%FORGET_SCHEDULE%',
  handler: async (_timer, context) => {
    const forgotten = await runningApp().forgetUploads();
    const line = JSON.stringify({ event: 'forget', ...forgotten });
    if (forgotten.kind === 'clockWrong') context.error(line);
    else context.log(line);
  },
});
