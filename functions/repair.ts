import { app } from '@azure/functions';
import { runningApp } from './running-app.ts';

/** Timer -> repair: finishes what has stopped. Safe at any time, twice at once, or cut off. */
app.timer('repair', {
  schedule: '%REPAIR_SCHEDULE%',
  handler: async (_timer, context) => {
    const repairs = await runningApp().repair();
    context.log(JSON.stringify({ event: 'repair', ...repairs }));
  },
});
