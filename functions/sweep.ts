import { app } from '@azure/functions';
import { runningApp } from './running-app.ts';

/** Timer -> requeuePoison, sweep: queues failed work again, finds files whose event was lost. Safe at any time, twice at once, or cut off. */
app.timer('sweep', {
  schedule: '%SWEEP_SCHEDULE%',
  handler: async (_timer, context) => {
    for (const failure of await runningApp().requeuePoison()) {
      const line = JSON.stringify({ event: 'failure', ...failure });
      if (failure.becomes === 'setAside' || failure.work === 'unreadable') context.error(line);
      else context.warn(line);
    }
    const swept = await runningApp().sweep();
    context.log(JSON.stringify({ event: 'sweep', ...swept }));
  },
});
