import { useEffect, useState } from 'preact/hooks';
import { apiPath, call } from '../api.ts';
import type { Problem, Row, RowPage, UploadSummary, Verdict } from '../api-types.ts';
import { useAround } from '../surroundings.ts';

/** Which rows are wanted. */
export interface RowQuery {
  readonly verdict?: Verdict | undefined;
  readonly code?: string | undefined;
  readonly customer?: string | undefined;
  readonly text?: string | undefined;
  readonly correctable?: boolean | undefined;
}

/** A page of rows, as far as it was found. */
export interface RowsFound {
  readonly rows: readonly Row[];
  /** Where the next page begins. */
  readonly next?: string | undefined;
  /** Rows looked through for it so far. */
  readonly looked: number;
  readonly done: boolean;
  readonly problem?: Problem;
  readonly unavailable?: boolean;
}

const limit = 50;
const nothing: RowsFound = { rows: [], looked: 0, done: false };

/** The page of rows that begins at `cursor`; a search through a long file fills it bit by bit. */
export function useRows(summary: UploadSummary, query: RowQuery, cursor: string | undefined): RowsFound {
  const { language } = useAround();
  const [found, setFound] = useState(nothing);
  const { partnerId, uploadId, reportedAt } = summary;
  const progress = JSON.stringify([summary.counts, summary.stage, summary.devices.held]);
  const { verdict, code, customer, text, correctable } = query;
  useEffect(() => {
    const end = new AbortController();
    const search = async (): Promise<void> => {
      let { rows, looked }: Pick<RowsFound, 'rows' | 'looked'> = nothing;
      let at = cursor;
      do {
        const path = apiPath(['partners', partnerId, 'uploads', uploadId, 'rows'], {
          ...{ verdict, code, customer, text, cursor: at, limit: limit - rows.length },
          correctable: correctable === true ? 'true' : undefined,
        });
        const answer = await call<RowPage>(path, { language, signal: end.signal });
        if (answer.kind === 'problem') return setFound({ rows, looked, done: true, problem: answer.problem });
        if (answer.kind !== 'ok') return setFound({ rows, looked, done: true, unavailable: true });
        rows = [...rows, ...answer.value.rows];
        looked += answer.value.looked;
        at = answer.value.next;
        setFound({ rows, looked, next: at, done: at === undefined || rows.length >= limit });
      } while (at !== undefined && rows.length < limit);
    };
    setFound((before) => ({ ...before, done: false }));
    search().catch((error: unknown) => {
      if (!end.signal.aborted) throw error;
    });
    return () => end.abort();
    // Other numbers, a hold or a newer report: other verdicts.
  }, [partnerId, uploadId, reportedAt, progress, verdict, code, customer, text, correctable, cursor, language]);
  return found;
}
