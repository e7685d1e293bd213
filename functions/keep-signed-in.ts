import { app } from '@azure/functions';
import { runningApp } from './running-app.ts';

/** Timer -> keepSignedIn: a refresh token lives for 90 days, so new ones have to take the place of those stored. */
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
