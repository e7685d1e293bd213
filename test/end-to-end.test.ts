import { describe } from 'mocha';
import { wholeStack } from './whole-stack.ts';

describe('The whole stack, as npm start runs it', function () {
  wholeStack.call(this);
});
