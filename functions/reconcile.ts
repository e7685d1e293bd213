import { app } from '@azure/functions';
import { runningApp } from './running-app.ts';

/** Timer -> putBack, repair: finishes whatever stands still. Safe at any time, twice at once, and half-way. */
app.timer('reconcile', {
  schedule: '%RECONCILE_SCHEDULE%',
  handler: async (_timer, context) => {
    for (const failure of await runningApp().putBack()) {
      const line = JSON.stringify({ event: 'failure', ...failure });
      if (failure.becomes === 'setAside' || failure.work === 'unreadable') context.error(line);
      else context.warn(line);
    }
    const mended = await runningApp().repair();
    context.log(JSON.stringify({ event: 'repair', ...mended }));
  },
});
