import { app } from '@azure/functions';
import { runningApp } from './running-app.ts';

/** Timer -> keepHeads: where each record ends. Safe twice at once and half-way. */
app.timer('keep-heads', {
  schedule: '%EXPIRE_SCHEDULE%',
  handler: async (_timer, context) => {
    context.log(JSON.stringify({ event: 'heads', ...(await runningApp().keepHeads()) }));
  },
});
