import { useState } from 'preact/hooks';
import { call } from '../api.ts';
import { useAround } from '../surroundings.ts';

/** Something that changes things: one at a time, with what went wrong in words. */
export interface Action {
  readonly busy: boolean;
  readonly problem?: string;
  /** Posts to the API; undefined: it did not work, and `problem` says why. */
  readonly post: <T>(path: string, body?: unknown) => Promise<{ readonly value: T } | undefined>;
}

export function useAction(): Action {
  const { t, language } = useAround();
  const [state, setState] = useState<Pick<Action, 'busy' | 'problem'>>({ busy: false });
  return {
    ...state,
    post: async <T>(path: string, body?: unknown) => {
      setState({ busy: true });
      const answer = await call<T>(path, { method: 'POST', body, language });
      switch (answer.kind) {
        case 'ok':
          setState({ busy: false });
          return { value: answer.value };
        case 'problem': {
          const { title, advice, faults = [] } = answer.problem;
          setState({ busy: false, problem: t.app.failed([title, advice, ...faults].join(' ')) });
          return undefined;
        }
        default:
          setState({ busy: false, problem: t.app.unavailable });
          return undefined;
      }
    },
  };
}
