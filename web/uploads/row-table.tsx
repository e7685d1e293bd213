import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Finding, Row, Upload, Verdict } from '../api-types.ts';
import { Note, Pager, VerdictChip, Waiting } from '../parts/small-parts.tsx';
import { presentVerdicts } from '../parts/verdict-bar.tsx';
import { useAround } from '../surroundings.ts';
import { correctionsOf, type Draft, emptyDraft, isEmpty, rowKey, withSame } from './corrections.ts';
import { RowCells, type ShownColumn, shownColumns, useColumnTitle } from './row-cells.tsx';
import { SameForMany } from './same-for-many.tsx';
import { type SharedRemark, sharedRemarks } from './shared-remarks.ts';
import { countsOf } from './summary.ts';
import { useNewUpload } from './use-new-upload.ts';
import { type RowQuery, useRows } from './use-rows.ts';

export type { RowQuery } from './use-rows.ts';

/** The rows of an upload, a page at a time; those that can be corrected are corrected in place. */
export function RowTable(props: {
  readonly upload: Upload;
  readonly query: RowQuery;
  readonly onQuery: (query: RowQuery) => void;
}) {
  const { t, format } = useAround();
  const { upload, query, onQuery } = props;
  const { summary, findings, can } = upload;
  const [pages, setPages] = useState<{ readonly of: string; readonly cursors: readonly string[] }>({
    of: '',
    cursors: [],
  });
  const titleOf = useColumnTitle();
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  const about = JSON.stringify(query);
  const before = pages.of === about ? pages.cursors : [];
  const found = useRows(summary, query, before.at(-1));
  if (summary.reportedAt === undefined && found.rows.length === 0 && found.done) return <p>{t.table.notYet}</p>;
  const correctable = byReason(findings.filter((one) => one.canCorrect));
  const finding =
    correctable.find(({ verdict, code }) => verdict === query.verdict && code === query.code) ??
    (query.correctable === true && correctable.length === 1 ? correctable[0] : undefined);
  const columns = useMemo(() => shownColumns(found.rows), [found.rows]);
  const shared = useMemo(() => sharedRemarks(found.rows), [found.rows]);
  return (
    <>
      <RowFilters upload={upload} query={query} onQuery={onQuery} />
      {can.correct && finding !== undefined && (
        <SameForMany finding={finding} onSet={(edit) => setDraft(withSame(draft, edit))} />
      )}
      {(found.problem !== undefined || found.unavailable) && (
        <Waiting
          of={{
            unavailable: found.unavailable === true,
            ...(found.problem === undefined ? {} : { problem: found.problem }),
          }}
        />
      )}
      {!found.done && found.looked > 1_000 && <p role="status">{t.table.searching(format.number(found.looked))}</p>}
      {found.done && found.rows.length === 0 && found.problem === undefined && <p>{t.table.none}</p>}
      {shared.length > 0 && (
        <ol class="shared">
          {shared.map(({ text, rows }) => (
            <li key={text}>
              {text} <small>{t.table.shared(rows)}</small> <MoveFileLink upload={upload} text={text} />
            </li>
          ))}
        </ol>
      )}
      {found.rows.length > 0 && (
        <div class="wide">
          <table class="cards rows" aria-busy={!found.done}>
            <thead>
              <tr>
                <th scope="col">{t.table.row}</th>
                <th scope="col">{t.table.status}</th>
                {columns.map((column) => (
                  <th scope="col" key={column.key}>
                    {titleOf(column)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {found.rows.map((row) => (
                <RowLine
                  key={`${row.sheet} ${row.row}`}
                  row={row}
                  upload={upload}
                  shared={shared}
                  columns={columns}
                  draft={draft}
                  onDraft={setDraft}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Pager
        page={before.length}
        more={found.next !== undefined}
        onPage={(page) =>
          setPages({ of: about, cursors: page > before.length ? [...before, found.next ?? ''] : before.slice(0, page) })
        }
      />
      {!isEmpty(draft) && <DraftBar upload={upload} draft={draft} onDiscard={() => setDraft(emptyDraft)} />}
    </>
  );
}

/** One row; drawn anew only when something of its own has changed, so that typing into one of many stays quick. */
function RowLine(props: {
  readonly row: Row;
  readonly upload: Upload;
  readonly shared: readonly SharedRemark[];
  readonly columns: readonly ShownColumn[];
  readonly draft: Draft;
  readonly onDraft: (change: (draft: Draft) => Draft) => void;
}) {
  const { t, format } = useAround();
  const { row, upload, shared, columns, draft, onDraft } = props;
  return useMemo(
    () => (
      <tr>
        <td class="count">
          {row.sheet !== undefined && upload.sheets.length > 1
            ? t.table.sheetRow(row.sheet, format.number(row.row))
            : format.number(row.row)}
        </td>
        <RowVerdict row={row} upload={upload} shared={shared} />
        <RowCells
          row={row}
          columns={columns}
          draft={draft}
          editable={upload.can.correct && row.canCorrect}
          onDraft={onDraft}
        />
      </tr>
    ),
    [row, upload, shared, columns, draft.rows[rowKey(row)], draft.same, onDraft, t, format],
  );
}

/** Findings of one reason may differ in their details, and so in their words; rows are chosen by the reason alone. */
function byReason(findings: readonly Finding[]): readonly Finding[] {
  const all = Map.groupBy(findings, ({ verdict, code }) => `${verdict} ${code}`);
  return [...all.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [{ ...first, rows: others.reduce((sum, { rows }) => sum + rows, first.rows) }],
  );
}

/** The file a remark names, to fetch. */
function MoveFileLink({ upload, text }: { readonly upload: Upload; readonly text: string }) {
  const { t } = useAround();
  const file = upload.files.find(({ kind, name }) => kind === 'move' && text.includes(name));
  if (file === undefined) return null;
  return (
    <a href={file.href} download="">
      {t.fileKinds[file.kind]}
    </a>
  );
}

/** What became of a row, why, and every remark on it; one that many rows share is shown above them, and named here. */
function RowVerdict(props: { readonly row: Row; readonly upload: Upload; readonly shared: readonly SharedRemark[] }) {
  const { t } = useAround();
  const { row, upload, shared } = props;
  // Where there is no reason, the verdict's word says it all.
  const plain = row.code === undefined && !row.canCorrect;
  return (
    <td class="verdict">
      <VerdictChip verdict={row.verdict} />
      {!plain && (
        <small>
          {row.happened} <em>{row.advice}</em>
          {row.who !== 'nobody' && row.who !== 'uploader' && ` (${t.actors[row.who]})`}
        </small>
      )}
      {row.remarks.map(({ code, text }) => {
        const at = shared.findIndex((one) => one.text === text);
        return (
          <small key={`${code} ${text}`}>
            {at >= 0 ? (
              t.table.sharedMark(at + 1)
            ) : (
              <>
                {text} <MoveFileLink upload={upload} text={text} />
              </>
            )}
          </small>
        );
      })}
    </td>
  );
}

function RowFilters(props: {
  readonly upload: Upload;
  readonly query: RowQuery;
  readonly onQuery: (query: RowQuery) => void;
}) {
  const { t } = useAround();
  const { upload, query, onQuery } = props;
  const [text, setText] = useState(query.text ?? '');
  useEffect(() => setText(query.text ?? ''), [query.text]);
  const present = presentVerdicts(countsOf(upload.summary));
  const reasons = byReason(upload.findings).filter(
    ({ code, verdict }) => code !== 'none' && (query.verdict ?? verdict) === verdict,
  );
  return (
    <form
      class="filters"
      onSubmit={(event) => {
        event.preventDefault();
        onQuery({ ...query, text: text.trim() === '' ? undefined : text.trim() });
      }}
    >
      <label>
        {t.table.filterText}
        <input type="search" value={text} onInput={(event) => setText(event.currentTarget.value)} />
      </label>
      <label>
        {t.table.filterVerdict}
        <select
          value={query.verdict ?? ''}
          onChange={(event) => {
            const picked = present.find(([kind]) => kind === event.currentTarget.value)?.[0];
            onQuery({ ...query, verdict: picked, code: undefined });
          }}
        >
          <option value="">{t.app.all}</option>
          {present.map(([kind]: readonly [Verdict, number]) => (
            <option key={kind} value={kind}>
              {t.verdicts[kind]}
            </option>
          ))}
        </select>
      </label>
      {reasons.length > 0 && (
        <label>
          {t.table.filterCode}
          <select
            value={query.code ?? ''}
            onChange={(event) => {
              const picked = reasons.find(({ code }) => code === event.currentTarget.value);
              onQuery({ ...query, code: picked?.code, verdict: picked?.verdict ?? query.verdict });
            }}
          >
            <option value="">{t.app.all}</option>
            {reasons.map(({ verdict, code, happened }) => (
              <option key={`${verdict} ${code}`} value={code}>
                {happened}
              </option>
            ))}
          </select>
        </label>
      )}
      <label class="check">
        <input
          type="checkbox"
          checked={query.correctable === true}
          onChange={() => onQuery({ ...query, correctable: query.correctable === true ? undefined : true })}
        />
        {t.table.onlyCorrectable}
      </label>
      {Object.values(query).some((value) => value !== undefined) && (
        <button type="button" class="secondary small" onClick={() => onQuery({})}>
          {t.table.reset}
        </button>
      )}
    </form>
  );
}

/** What was corrected and not yet checked; stays in sight. */
function DraftBar(props: { readonly upload: Upload; readonly draft: Draft; readonly onDiscard: () => void }) {
  const { t } = useAround();
  const { draft, onDiscard } = props;
  const { make, busy, problem } = useNewUpload(props.upload.summary);
  return (
    <div class="draft">
      <span role="status">{t.table.changed(Object.keys(draft.rows).length, draft.same.length)}</span>
      {problem !== undefined && <Note kind="bad">{problem}</Note>}
      <span class="buttons">
        <button
          type="button"
          disabled={busy}
          aria-busy={busy}
          onClick={() => make('corrections', correctionsOf(draft))}
        >
          {busy ? t.table.checking : t.table.checkThem}
        </button>
        <button type="button" class="secondary" disabled={busy} onClick={onDiscard}>
          {t.table.discard}
        </button>
      </span>
    </div>
  );
}
