import type { RowPlace } from '../identity.ts';
import { addCounts, type VerdictCounts, type VerdictKind } from '../verdict.ts';

/** The row a row of a retry file was made from. */
export interface UploadReference extends RowPlace {
  readonly uploadId: string;
}

/** Names a row for good, so that a later upload is recognised as its follow-up: `uploadId#sheet#row`. */
export const referenceTo = (uploadId: string, { sheet = '', row }: RowPlace): string => `${uploadId}#${sheet}#${row}`;

/** Reads an `Upload reference` (`uploadId#sheet#row`); a sheet's name may hold `#`, too. Undefined: it is none. */
export function parseReference(text: string): UploadReference | undefined {
  const [, uploadId, sheet, row] = /^([0-9a-f]{24})#(.*)#([1-9]\d{0,6})$/s.exec(text.trim()) ?? [];
  if (uploadId === undefined) return undefined;
  return { uploadId, ...(sheet === '' || sheet === undefined ? {} : { sheet }), row: Number(row) };
}

/** What became of rows in a follow-up, by the upload and the place they were made from. */
export interface FollowedRows {
  /** Notes what became of a row's follow-up. A mere repetition does not outweigh what is known already. */
  add(reference: string, kind: VerdictKind): void;
  of(uploadId: string, place: RowPlace): VerdictKind | undefined;
}

const nameOf = (uploadId: string, { sheet, row }: RowPlace): string => JSON.stringify([uploadId, sheet ?? '', row]);

export function makeFollowedRows(): FollowedRows {
  const kinds = new Map<string, VerdictKind>();
  return {
    add: (reference, kind) => {
      const place = parseReference(reference);
      if (place === undefined) return;
      const name = nameOf(place.uploadId, place);
      if (kinds.has(name) && (kind === 'duplicate' || kind === 'ignored')) return;
      kinds.set(name, kind);
    },
    of: (uploadId, place) => kinds.get(nameOf(uploadId, place)),
  };
}

/** Counts in which one row's verdict is exchanged for that of its follow-up. */
export const exchangeVerdict = (counts: VerdictCounts, before: VerdictKind, after: VerdictKind): VerdictCounts => {
  const { [before]: had = 0, ...others } = counts;
  return addCounts(had > 1 ? { ...others, [before]: had - 1 } : others, { [after]: 1 });
};
