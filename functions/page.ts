import { fileURLToPath } from 'node:url';
import { app } from '@azure/functions';
import { type AnswerWithPage, makeAnswerWithPage } from '../shared/adapters/page/page-files.ts';
import { readConfig, storageOrigin } from '../shared/config.ts';

let answer: AnswerWithPage | undefined;

function answerWithPage(): AnswerWithPage {
  const { page, storage } = readConfig();
  // In the package the page lies beside the functions.
  answer ??= makeAnswerWithPage(page ?? fileURLToPath(new URL('../page', import.meta.url)), storageOrigin(storage));
  return answer;
}

/**
 * HTTP -> the page and its files, for everybody: they hold no data. What they show comes from the API, which asks who
 * calls. An optional part is the only route the host takes for `/`
 * (https://github.com/Azure/azure-functions-host/pull/1102).
 */
app.http('page', {
  methods: ['GET'],
  route: '{file?}',
  authLevel: 'anonymous',
  handler: ({ params, headers }) => answerWithPage()(params['file'] ?? '', headers.get('accept-encoding') ?? ''),
});
