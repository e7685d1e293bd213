import { app } from '@azure/functions';
import { runningApp } from './running-app.ts';

/** Timer -> repair: finishes whatever stands still. Safe at any time, twice at once, and half-way. */
app.timer('reconcile', {
  schedule: '%RECONCILE_SCHEDULE%',
  handler: async (_timer, context) => {
    const mended = await runningApp().repair();
    context.log(JSON.stringify({ event: 'repair', ...mended }));
  },
});
