import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type Answer, call } from './api.ts';
import type { Problem } from './api-types.ts';
import { useAround } from './surroundings.ts';

/** An answer of the API that is kept up to date. */
export interface Live<T> {
  /** The newest there is, also while the API can't be reached. */
  readonly value?: T;
  readonly problem?: Problem;
  /** The API can't be reached at present. */
  readonly unavailable: boolean;
  /** Asks again at once. */
  readonly refresh: () => void;
}

type Known<T> = Omit<Live<T>, 'refresh'> & { readonly etag?: string };

const nothing: Known<never> = { unavailable: false };

function after<T>(known: Known<T>, answer: Answer<T>): Known<T> {
  switch (answer.kind) {
    case 'ok':
      return { value: answer.value, unavailable: false, ...(answer.etag === undefined ? {} : { etag: answer.etag }) };
    case 'same':
      return known.unavailable ? { ...known, unavailable: false } : known;
    case 'problem':
      return { problem: answer.problem, unavailable: false };
    case 'unavailable':
      return { ...known, unavailable: true };
  }
}

/**
 * Reads a path of the API and again after as many seconds as `again` says of the value; undefined: not again by itself.
 * A page in the background does not ask; it does once it is in front again. No path: nothing is asked.
 */
export function useLive<T>(
  path: string | undefined,
  again: (value: T) => number | undefined = () => undefined,
): Live<T> {
  const { language, onSignedOut } = useAround();
  const [known, setKnown] = useState<Known<T> & { readonly path?: string | undefined }>(nothing);
  const [asked, setAsked] = useState(0);
  const latest = useRef({ known, again });
  latest.current = { known, again };

  // Not after the first paint: what is asked for is what one waits for.
  useLayoutEffect(() => {
    if (path === undefined) return;
    const end = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (): Promise<void> => {
      clearTimeout(timer);
      const before = latest.current.known.path === path ? latest.current.known : nothing;
      const answer = await call<T>(path, { etag: before.etag, language, signal: end.signal });
      if (answer.kind === 'problem' && answer.problem.status === 401) onSignedOut();
      const next = after(before, answer);
      latest.current = { ...latest.current, known: { ...next, path } };
      setKnown(latest.current.known);
      const pause =
        answer.kind === 'unavailable'
          ? answer.seconds
          : next.value === undefined
            ? undefined
            : latest.current.again(next.value);
      if (pause !== undefined) timer = setTimeout(askIfSeen, pause * 1000);
    };
    const askIfSeen = () => {
      if (document.visibilityState === 'visible') ask().catch(ignoreEnd);
    };
    const onSight = () => {
      if (latest.current.known.value === undefined || latest.current.again(latest.current.known.value) !== undefined) {
        askIfSeen();
      }
    };
    document.addEventListener('visibilitychange', onSight);
    ask().catch(ignoreEnd);
    return () => {
      end.abort();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onSight);
    };
  }, [path, asked, language, onSignedOut]);

  const { value, problem, unavailable } = known.path === path ? known : nothing;
  return {
    ...(value === undefined ? {} : { value }),
    ...(problem === undefined ? {} : { problem }),
    unavailable,
    refresh: () => setAsked((times) => times + 1),
  };
}

/** The failure of a call that was ended on purpose is of no interest. */
function ignoreEnd(error: unknown): void {
  if (!(error instanceof DOMException && error.name === 'AbortError')) throw error;
}
