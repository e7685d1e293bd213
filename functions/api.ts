import { app, type HttpRequest, type HttpResponseInit } from '@azure/functions';
import { type Answer, sessionCookie } from './api/answer.ts';
import { type AnswerApi, makeAnswerApi } from './api/answer-api.ts';
import { signInOf } from './api/sign-in.ts';
import { nameOurFiles } from './readable-stack.ts';
import { runningApp, runningConfig } from './running-app.ts';

let answerApi: AnswerApi | undefined;

function responseOf(answer: Answer, isSecure: boolean): HttpResponseInit {
  const { status, headers, body, cookie } = answer;
  return {
    status,
    headers: { ...headers },
    ...(body === undefined ? {} : { body }),
    ...(cookie === undefined
      ? {}
      : {
          cookies: [
            {
              name: sessionCookie,
              value: cookie.value,
              maxAge: cookie.maxAge,
              path: '/',
              httpOnly: true,
              sameSite: 'Strict',
              secure: isSecure,
            },
          ],
        }),
  };
}

/** HTTP -> the API: everything below `/api`. Who may ask is decided there, not by the host. */
app.http('api', {
  methods: ['GET', 'POST'],
  route: 'api/{*path}',
  authLevel: 'anonymous',
  handler: async (request: HttpRequest, context) => {
    answerApi ??= makeAnswerApi({
      app: runningApp,
      signIn: signInOf(runningConfig()),
      now: () => new Date(),
    });
    const url = new URL(request.url);
    const answer = await answerApi(
      {
        method: request.method,
        path: url.pathname.replace(/^\/api/, ''),
        url,
        header: (name) => request.headers.get(name) ?? undefined,
        text: () => request.text(),
      },
      (operationId, error) => {
        nameOurFiles(error);
        const name = error instanceof Error ? error.name : 'unknown';
        context.error(JSON.stringify({ event: 'failed', operationId, error: name }), error);
      },
    );
    return responseOf(answer, url.protocol === 'https:');
  },
});
