import { languages } from '../language.ts';
import type { Texts } from './en.ts';
import { texts } from './texts.ts';

const inAll = (titlesOf: (words: Texts) => readonly string[]): readonly string[] =>
  languages.flatMap((language) => titlesOf(texts(language)));

/** Every title our reports and retry workbooks add, in every language: a reader of files takes none of them for the uploader's. */
export const addedTitles = {
  /** Titles that only our own reports put together; two of them make a sheet one of ours. */
  marks: inAll(({ columns }) => [columns.happened, columns.advice, columns.who]),
  report: inAll(({ columns }) => Object.values(columns)),
  /** Of the column that ties a retry row to the row it was made from: `uploadId#sheet#row`. The one report column we read. */
  uploadReference: inAll(({ retry }) => [retry.uploadReference]),
  confirmation: inAll(({ confirm }) => [confirm.confirmation]),
  /** The other columns of what is to be dropped again. */
  dropped: inAll(({ retry, confirm }) => [retry.reason, confirm.happens]),
} as const;
