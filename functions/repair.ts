import { app } from '@azure/functions';
import { runningApp } from './running-app.ts';

/** Timer -> repair: finishes whatever stands still. Safe at any time, twice at once, and half-way. */
app.timer('repair', {
  schedule: '%REPAIR_SCHEDULE%',
  handler: async (_timer, context) => {
    const repairs = await runningApp().repair();
    context.log(JSON.stringify({ event: 'repair', ...repairs }));
  },
});
