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
/** Characters of the uploader's own cells shown in a row: enough to find the device again. */
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

const listOf = (id: string, title: string, lines: readonly string[]): Markup =>
  lines.length === 0
    ? none
    : html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2><ul>${lines.map((line) => html`<li>${shown(line)}</li>`)}</ul></section>`;

const reasons = (summary: ReportSummary, texts: Texts): Markup => {
  if (summary.reasons.length === 0) return none;
  const lines = summary.reasons.map(
    (
      reason,
    ) => html`<tr><td class="number">${texts.number(reason.rows)}</td><td><span class="badge ${looks[reason.kind].tone}">${reason.status}</span><br><code>${shown(reason.code)}</code></td>
<td class="wide">${shown(reason.happened)}</td><td class="wide">${shown(reason.advice)}</td><td>${texts.actors[reason.who]}</td></tr>
`,
  );
  return html`<section aria-labelledby="reasons"><h2 id="reasons">${texts.summary.reasons}</h2><div class="scroll" tabindex="0" role="group" aria-labelledby="reasons"><table>
<thead><tr><th scope="col" class="number">${texts.summary.count}</th><th scope="col">${texts.columns.status}</th><th scope="col">${texts.columns.happened}</th><th scope="col">${texts.columns.advice}</th><th scope="col">${texts.columns.who}</th></tr></thead>
<tbody>${lines}</tbody></table></div></section>`;
};

const groups = (head: ReportHead, summary: ReportSummary, texts: Texts): Markup => {
  if (summary.groups.length === 0) return none;
  const words = texts.summary;
  const lines = summary.groups.map(
    (
      group,
    ) => html`<tr><td>${shown(group.customer)}</td><td>${shown(group.groupTag)}</td><td>${group.platform}</td>${[group.good, group.bad, group.waiting, group.quiet].map((count) => html`<td class="number">${texts.number(count)}</td>`)}</tr>
`,
  );
  const counts = [head.kind === 'check' ? words.good : words.done, words.action, words.openCount, words.neutral];
  return html`<section aria-labelledby="groups"><h2 id="groups">${words.groups}</h2><div class="scroll" tabindex="0" role="group" aria-labelledby="groups"><table>
<thead><tr><th scope="col">${words.customer}</th><th scope="col">${words.groupTag}</th><th scope="col">${words.platform}</th>${counts.map((word) => html`<th scope="col" class="number">${word}</th>`)}</tr></thead>
<tbody>${lines}</tbody></table></div></section>`;
};

const actionRow = (output: OutputRow, withSheet: boolean, texts: Texts): Markup => {
  const { row, line } = output;
  const own = output.shownCells.filter((cell) => cell !== '').join(' · ');
  const sheet = withSheet ? html`<td>${shown(row.sheet ?? '')}</td>` : none;
  return html`<tr>${sheet}<td class="number">${row.row}</td><td class="cells" dir="auto">${cut(own, cellsLength)}</td><td><span class="badge ${looks[row.verdict.kind].tone}">${line.status}</span><br><code>${line.code}</code></td>
<td class="wide">${line.happened}</td><td class="wide">${line.advice}</td><td>${texts.actors[line.who]}</td></tr>
`;
};

const actionRows = (head: ReportHead, rows: readonly Markup[], withSheet: boolean, texts: Texts): Markup => {
  if (head.refused !== undefined || head.rows === 0) return none;
  const words = texts.page;
  const all = countTone(head.counts, 'bad');
  const title = html`<h2 id="rows">${words.needsAction}</h2>`;
  if (all === 0) return html`<section aria-labelledby="rows">${title}<p>${words.noAction}</p></section>`;
  const titles = [
    ...(withSheet ? [texts.columns.sheet] : []),
    texts.columns.row,
    texts.page.yourCells,
    texts.columns.status,
    texts.columns.happened,
    texts.columns.advice,
    texts.columns.who,
  ];
  return html`<section aria-labelledby="rows">${title}${all > rows.length ? html`<p>${words.shortened(rows.length, all)}</p>` : none}
<div class="scroll" tabindex="0" role="group" aria-labelledby="rows"><table><thead><tr>${titles.map((each) => html`<th scope="col"${each === texts.columns.row ? html` class="number"` : none}>${each}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div></section>`;
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
<dl>${facts.map(({ label, value }) => html`<dt>${label}</dt><dd>${value}</dd>`)}</dl>
${listOf('notices', words.notices, summary.notices)}
${listOf('next', words.next, summary.next)}
${listOf('forecast', words.forecast, summary.forecast)}
${listOf('open', words.open, summary.open)}
${outcome(summary, texts)}
${reasons(summary, texts)}
${groups(head, summary, texts)}
${rows}
<footer>${texts.page.complete} ${texts.legend.hash}</footer>
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
      await file.write(page(head, summary, actionRows(head, rows, withSheet, texts), texts).html);
      await file.finish();
    },
    abandon: file.abandon,
  };
};
