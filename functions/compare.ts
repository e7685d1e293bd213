import { app } from '@azure/functions';
import { runningApp } from './running-app.ts';

/** Timer -> compare: what we believe to be registered against what the platforms list. It only reads there. */
app.timer('compare', {
  schedule: '%COMPARE_SCHEDULE%',
  handler: async (_timer, context) => {
    for (const compared of await runningApp().compare()) context.log(JSON.stringify({ event: 'compare', ...compared }));
  },
});
