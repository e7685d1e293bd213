import { app } from '@azure/functions';
import { runningApp } from './running-app.ts';

/** Timer -> repair: finishes what has stopped, and tells the operator what keeps it from going on. Safe at any time, twice at once, or cut off. */
app.timer('repair', {
  schedule: '%REPAIR_SCHEDULE%',
  handler: async (_timer, context) => {
    try {
      const repairs = await runningApp().repair();
      context.log(JSON.stringify({ event: 'repair', ...repairs }));
    } finally {
      for (const { alarm, over, waiting } of await runningApp().tellOperator()) {
        const { id: connectionId, code: reason, since } = alarm;
        const { uploads, chunks, devices } = waiting;
        const facts = { connectionId, reason, since, uploads, chunks, devices };
        if (over) context.log(JSON.stringify({ event: 'signInBack', ...facts }));
        else context.error(JSON.stringify({ event: 'signInLost', ...facts }));
      }
    }
  },
});
