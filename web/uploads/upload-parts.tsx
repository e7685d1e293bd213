import type { ReadSheet, ReportFile } from '../api-types.ts';
import { useAround } from '../surroundings.ts';

/** Made for programs: last, and in small. */
const forPrograms: readonly ReportFile['kind'][] = ['csv', 'json', 'progress', 'other'];
const order: readonly ReportFile['kind'][] = [
  'retry',
  'confirm',
  'handOff',
  'move',
  'evidence',
  'report',
  'page',
  ...forPrograms,
];

/** Everything there is to fetch. */
export function Files({ files, done }: { readonly files: readonly ReportFile[]; readonly done: boolean }) {
  const { t } = useAround();
  if (files.length === 0 && done) return null;
  return (
    <section>
      <h2>{t.upload.files}</h2>
      {files.length === 0 ? <p>{t.upload.filesNone}</p> : <FileList files={files} />}
    </section>
  );
}

export function FileList({ files }: { readonly files: readonly ReportFile[] }) {
  const { t, format } = useAround();
  const sorted = files.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
  return (
    <ul class="files">
      {sorted.map(({ name, kind, bytes, href }) => (
        <li key={name} class={forPrograms.includes(kind) ? 'minor' : ''}>
          <a
            href={href}
            title={name}
            {...(kind === 'page' ? { target: '_blank', rel: 'noreferrer' } : { download: '' })}
          >
            {t.fileKinds[kind]}
          </a>{' '}
          <small>{format.bytes(bytes)}</small>
        </li>
      ))}
    </ul>
  );
}

/** Which of the file's columns were understood, and as what. */
export function Columns({ sheets }: { readonly sheets: readonly ReadSheet[] }) {
  const { t } = useAround();
  if (sheets.length === 0) return null;
  const words: Readonly<Record<string, string>> = t.meanings;
  const name = (meaning: string | undefined): string =>
    meaning === undefined ? t.upload.notRead : (words[meaning] ?? meaning);
  return (
    <section>
      <h2>{t.upload.columns}</h2>
      {sheets.map(({ sheet, headerRow, columns }) => (
        <div key={sheet ?? ''}>
          <p class="hint">{sheet === undefined ? t.upload.sheetCsv(headerRow) : t.upload.sheet(sheet, headerRow)}</p>
          <ul class="columns">
            {columns.map(({ title, meaning }, at) =>
              meaning === 'uploadReference' ? null : (
                <li key={at} class={meaning === undefined ? 'unread' : ''}>
                  {title} <span aria-hidden="true">→</span> <strong>{name(meaning)}</strong>
                </li>
              ),
            )}
          </ul>
        </div>
      ))}
    </section>
  );
}
