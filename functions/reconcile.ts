import { app } from '@azure/functions';
import { runningApp } from './running-app.ts';

/** Timer -> reconcile: what we believe to be registered against what the platforms list. It only reads there. */
app.timer('reconcile', {
  schedule: '%RECONCILE_SCHEDULE%',
  handler: async (_timer, context) => {
    for (const compared of await runningApp().reconcile())
      context.log(JSON.stringify({ event: 'reconcile', ...compared }));
  },
});
