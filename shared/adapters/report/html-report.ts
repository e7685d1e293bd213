import type { ReportHead } from '../../domain/reporting/report.ts';
import { looks } from '../../domain/reporting/report-lines.ts';
import { countTone, type ReportSummary, summarise } from '../../domain/reporting/report-summary.ts';
import { cut, shown } from '../../domain/reporting/shown-text.ts';
import type { Texts } from '../../domain/texts/en.ts';
import { pageStyle } from './html-style.ts';
import { html, type Markup } from './html-text.ts';
import { reportFacts } from './report-facts.ts';
import type { OutputRow, ReportOutput } from './report-output.ts';
import { makeTextFile } from './text-file.ts';

/** Rows that need action shown on the page; the workbook has all of them. */
const rowsOnPage = 1_000;
/** Characters of the uploader's other cells shown in a row; what names the device is always whole. */
const cellsLength = 120;

const none: Markup = { html: '' };

/** One bar, cut in proportion; the table below says the same in numbers. */
const verdictBar = (summary: ReportSummary): Markup => {
  let from = 0;
  const pieces = summary.bars.map(({ tone, share, status, rows }) => {
    const start = from;
    from += share * 1000;
    return html`<rect class="fill-${tone}" x="${start.toFixed(2)}" y="0" width="${Math.max(share * 1000 - 2, 1).toFixed(2)}" height="24"><title>${status}: ${rows}</title></rect>`;
  });
  const words = summary.bars.map(({ status, rows }) => `${status}: ${rows}`).join(', ');
  return html`<svg class="bar" viewBox="0 0 1000 24" preserveAspectRatio="none" role="img" aria-label="${words}">${pieces}</svg>`;
};

const outcome = (summary: ReportSummary, texts: Texts): Markup => {
  if (summary.bars.length === 0) return none;
  const words = texts.summary;
  const lines = summary.bars.map(
    ({ tone, status, rows, share }) => html`<tr><td><span class="badge ${tone}">${status}</span></td>
<td class="number">${texts.number(rows)}</td><td class="number">${texts.share(share)}</td></tr>
`,
  );
  return html`<section aria-labelledby="outcome"><h2 id="outcome">${words.outcome}</h2>
${verdictBar(summary)}
<table><thead><tr><th scope="col">${words.status}</th><th scope="col" class="number">${words.count}</th><th scope="col" class="number">${words.share}</th></tr></thead>
<tbody>${lines}</tbody></table></section>`;
};

const address = /https:\/\/[^\s<>"']+[^\s<>"'.,;:)]/g;

/** A sentence whose web addresses can be followed. */
const linked = (text: string): readonly Markup[] => {
  const words = shown(text);
  const pieces: Markup[] = [];
  let from = 0;
  for (const { 0: url, index } of words.matchAll(address)) {
    pieces.push(html`${words.slice(from, index)}<a href="${url}" rel="noreferrer">${url}</a>`);
    from = index + url.length;
  }
  return [...pieces, html`${words.slice(from)}`];
};

const listOf = (id: string, title: string, lines: readonly string[]): Markup =>
  lines.length === 0
    ? none
    : html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2><ul>${lines.map((line) => html`<li>${linked(line)}</li>`)}</ul></section>`;

/** A table whose rows become cards on a phone: each cell then carries its column's title. */
const cardTable = (labelledBy: string, heads: readonly Markup[], lines: readonly Markup[]): Markup =>
  html`<div class="scroll" tabindex="0" role="group" aria-labelledby="${labelledBy}"><table class="cards"><thead><tr>${heads}</tr></thead>
<tbody>${lines}</tbody></table></div>`;

const columnHead = (title: string, isNumber = false): Markup =>
  isNumber ? html`<th scope="col" class="number">${title}</th>` : html`<th scope="col">${title}</th>`;

const reasons = (summary: ReportSummary, texts: Texts): Markup => {
  if (summary.reasons.length === 0) return none;
  const { columns, summary: words } = texts;
  const lines = summary.reasons.map(
    (
      reason,
    ) => html`<tr><td class="number" data-title="${words.count}">${texts.number(reason.rows)}</td><td data-title="${columns.status}"><span class="badge ${looks[reason.kind].tone}">${reason.status}</span><br><code>${shown(reason.code)}</code></td>
<td class="wide" data-title="${columns.happened}">${shown(reason.happened)}</td><td class="wide advice" data-title="${columns.advice}">${linked(reason.advice)}</td><td data-title="${columns.who}">${texts.actors[reason.who]}</td></tr>
`,
  );
  const titles = [columns.status, columns.happened, columns.advice, columns.who];
  const heads = [columnHead(words.count, true), ...titles.map((title) => columnHead(title))];
  return html`<section aria-labelledby="reasons"><h2 id="reasons">${words.reasons}</h2>${cardTable('reasons', heads, lines)}</section>`;
};

const groups = (head: ReportHead, summary: ReportSummary, texts: Texts): Markup => {
  if (summary.groups.length === 0) return none;
  const words = texts.summary;
  const counts = [head.kind === 'check' ? words.good : words.done, words.action, words.openCount, words.neutral];
  const lines = summary.groups.map(
    (
      group,
    ) => html`<tr><td data-title="${words.customer}">${shown(group.customer)}</td><td data-title="${words.groupTag}">${shown(group.groupTag)}</td><td data-title="${words.platform}">${group.platform}</td>${[group.good, group.bad, group.waiting, group.quiet].map((count, index) => html`<td class="number" data-title="${counts[index] ?? ''}">${texts.number(count)}</td>`)}</tr>
`,
  );
  const titles = [words.customer, words.groupTag, words.platform];
  const heads = [...titles.map((title) => columnHead(title)), ...counts.map((word) => columnHead(word, true))];
  return html`<section aria-labelledby="groups"><h2 id="groups">${words.groups}</h2>${cardTable('groups', heads, lines)}</section>`;
};

/** Columns whose values a device is found again by: they come first, and are never cut. */
const naming: readonly string[] = ['serial', 'pkid', 'manufacturer', 'model', 'customer', 'groupTag'];

const ownCells = ({ shownCells, sheet }: OutputRow): string => {
  const names = (index: number): boolean => naming.includes(sheet.columns[index] ?? '');
  const filled = [...shownCells.entries()].filter(([, cell]) => cell !== '');
  const whole = filled.filter(([index]) => names(index)).map(([, cell]) => cell);
  const others = filled.filter(([index]) => !names(index)).map(([, cell]) => cell);
  return [...whole, ...(others.length === 0 ? [] : [cut(others.join(' · '), cellsLength)])].join(' · ');
};

const actionRow = (output: OutputRow, withSheet: boolean, texts: Texts): Markup => {
  const { row, line } = output;
  const { columns } = texts;
  const sheet = withSheet ? html`<td data-title="${columns.sheet}">${shown(row.sheet ?? '')}</td>` : none;
  return html`<tr>${sheet}<td class="number" data-title="${columns.row}">${row.row}</td><td class="cells" dir="auto" data-title="${texts.page.yourCells}">${ownCells(output)}</td><td data-title="${columns.status}"><span class="badge ${looks[row.verdict.kind].tone}">${line.status}</span><br><code>${line.code}</code></td>
<td class="wide" data-title="${columns.happened}">${line.happened}</td><td class="wide advice" data-title="${columns.advice}">${linked(line.advice)}</td><td data-title="${columns.who}">${texts.actors[line.who]}</td></tr>
`;
};

const actionRows = (
  head: ReportHead,
  { tone }: ReportSummary,
  rows: readonly Markup[],
  withSheet: boolean,
  texts: Texts,
): Markup => {
  if (head.refused !== undefined || head.rows === 0) return none;
  const { page: words, columns } = texts;
  const all = countTone(head.counts, 'bad');
  const title = html`<h2 id="rows">${words.needsAction}</h2>`;
  // Where something is open or amiss without a row to correct, the steps say it: "no row needs action" would be half of it.
  if (all === 0 && tone !== 'good') return none;
  if (all === 0) return html`<section aria-labelledby="rows">${title}<p>${words.noAction}</p></section>`;
  const heads = [
    ...(withSheet ? [columnHead(columns.sheet)] : []),
    columnHead(columns.row, true),
    ...[words.yourCells, columns.status, columns.happened, columns.advice, columns.who].map((each) => columnHead(each)),
  ];
  return html`<section aria-labelledby="rows">${title}${all > rows.length ? html`<p>${words.shortened(rows.length, all)}</p>` : none}
${cardTable('rows', heads, rows)}</section>`;
};

const page = (head: ReportHead, summary: ReportSummary, rows: Markup, texts: Texts): Markup => {
  const words = texts.summary;
  const facts = reportFacts(head, texts);
  return html`<!doctype html>
<html lang="${texts.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer"><title>${summary.title}: ${shown(head.fileName)}</title>
<style>${{ html: pageStyle }}</style></head>
<body><main>
<h1>${summary.title}: ${shown(head.fileName)}</h1>
<p class="headline ${summary.tone}">${shown(summary.headline)}</p>
${listOf('next', words.next, summary.next)}
${listOf('open', words.open, summary.open)}
${listOf('forecast', words.forecast, summary.forecast)}
${listOf('notices', words.notices, summary.notices)}
${outcome(summary, texts)}
${reasons(summary, texts)}
${groups(head, summary, texts)}
${rows}
<section aria-labelledby="facts"><h2 id="facts">${words.facts}</h2><dl>${facts.map(({ label, value }) => html`<dt>${label}</dt><dd>${value}</dd>`)}</dl></section>
<footer>${head.refused === undefined ? `${texts.page.complete} ${texts.legend.hash}` : texts.page.noRows}</footer>
</main></body></html>
`;
};

/** One self-contained page: the summary and the rows that need action. No script, nothing from elsewhere. */
export const makeHtmlReport = async (path: string, head: ReportHead, texts: Texts): Promise<ReportOutput> => {
  const file = await makeTextFile(path);
  const withSheet = head.sheets.some(({ sheet }) => sheet !== undefined);
  const rows: Markup[] = [];
  return {
    row(output) {
      if (looks[output.row.verdict.kind].tone === 'bad' && rows.length < rowsOnPage)
        rows.push(actionRow(output, withSheet, texts));
      return undefined;
    },
    async finish(totals) {
      const summary = summarise(head, totals, texts);
      await file.write(page(head, summary, actionRows(head, summary, rows, withSheet, texts), texts).html);
      await file.finish();
    },
    abandon: file.abandon,
  };
};
