import { app } from '@azure/functions';
import { runningApp } from './running-app.ts';

/** Timer -> keepHeads: keeps where each audit record ends. Safe twice at once, or cut off. */
app.timer('keep-heads', {
  schedule: '%EXPIRE_SCHEDULE%',
  handler: async (_timer, context) => {
    context.log(JSON.stringify({ event: 'heads', ...(await runningApp().keepHeads()) }));
  },
});
