import { app } from '@azure/functions';
import { runningApp } from './running-app.ts';

/** Timer -> keepSignedIn: a refresh token that goes unused for 90 days is gone. */
app.timer('keep-signed-in', {
  schedule: '%KEEP_SIGNED_IN_SCHEDULE%',
  handler: async (_timer, context) => {
    const { kept, failed } = await runningApp().keepSignedIn();
    context.log(JSON.stringify({ event: 'signIn', kept, failed }));
    for (const { connectionId, reason } of failed) {
      context.error(JSON.stringify({ event: 'signInLost', connectionId, reason }));
    }
  },
});
