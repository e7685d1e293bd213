/** Something the documents tell people to type. */
export interface TypedCommand {
  /** Document and section. */
  readonly where: string;
  readonly text: string;
  /** Marked by ☁, after it or in a heading above: it needs an Azure subscription. */
  readonly cloud: boolean;
}

interface Section {
  readonly heading: string;
  readonly cloud: boolean;
  readonly body: string;
}

/** A document cut at its headings; a mark holds for the sections below as well. */
function sectionsOf(document: string): readonly Section[] {
  const marks: boolean[] = [];
  return document.split(/^(?=#{1,6} )/m).map((text) => {
    const [first = '', ...lines] = text.split('\n');
    const [, hashes = '', heading = first] = /^(#{1,6}) (.*)/.exec(first) ?? [];
    marks.length = hashes.length;
    marks[hashes.length] = heading.includes('☁');
    return { heading, cloud: marks.some(Boolean), body: (hashes === '' ? [first, ...lines] : lines).join('\n') };
  });
}

const fence = /^```(\w*)\n([\s\S]*?)^```/gm;
const shells = ['sh', 'bash', 'shell', 'console', 'powershell', 'cmd', 'kusto'];
/** A text in backquotes that one would type; the ☁ may stand right behind it. */
const inline = /`((?:(?:npm|npx|azd|az|git|node|curl)\s|scripts\/)[^`]+)`( ☁)?/g;

/** `npm run a | b`: either of them. */
function eachOf(text: string): readonly string[] {
  const [, start = '', names = ''] = /^(npm run )((?:\w+ \| )+\w+)$/.exec(text) ?? [];
  return names === '' ? [text] : names.split(' | ').map((name) => start + name);
}

/** All that the documents tell people to type: lines of shell (and Kusto) blocks, and commands in running text. */
export function typedCommands(documents: readonly (readonly [path: string, text: string])[]): readonly TypedCommand[] {
  return documents.flatMap(([path, document]) =>
    // Headings are not looked for inside blocks, where # begins a remark.
    sectionsOf(document.replace(fence, (block) => block.replace(/^#/gm, '\\#'))).flatMap(({ heading, cloud, body }) => {
      const blocks = [...body.matchAll(fence)].flatMap(([, language = '', lines = '']) =>
        shells.includes(language)
          ? // A query may take several lines.
            (language === 'kusto' ? [`kusto: ${lines.trim()}`] : lines.split('\n')).map((line) => ({
              line: line.replace(/\s+# .*|^\\#.*/, ''),
              marked: line.includes('☁'),
            }))
          : [],
      );
      const words = [...body.replace(fence, '').matchAll(inline)].map(([, line = '', mark]) => ({
        line: line.replace(/\s+/g, ' '),
        marked: mark !== undefined,
      }));
      return [...blocks, ...words]
        .flatMap(({ line, marked }) => line.split(' && ').map((text) => ({ text: text.trim(), marked })))
        .filter(({ text }) => text !== '')
        .flatMap(({ text, marked }) =>
          eachOf(text).map((one) => ({ where: `${path}, ${heading}`, text: one, cloud: cloud || marked })),
        );
    }),
  );
}

/** Who shows that a command does what the documents say. */
export type Shown =
  /** `slow/typed-commands.test.ts` types it (with something in the place of capitals) and looks for what it says and its exit code (absent: 0). */
  | {
      readonly by: 'run';
      readonly typed?: string;
      readonly says: RegExp;
      readonly stays?: true;
      readonly code?: number;
    }
  /** It is part of what CI runs. */
  | { readonly by: 'gate' }
  /** A test with this name, in this file below `test/`. */
  | { readonly by: 'test'; readonly file: string; readonly rule: string };

const gate: Shown = { by: 'gate' };
const run = (says: RegExp, typed?: string): Shown => ({ by: 'run', says, ...(typed === undefined ? {} : { typed }) });
const test = (file: string, rule: string): Shown => ({ by: 'test', file, rule });

/** Every command of the documents that needs no Azure subscription. */
export const shown: Readonly<Record<string, Shown>> = {
  'npm ci': gate,
  'npm test': gate,
  'npm run check': gate,
  'npm run infra:check': gate,
  'npm run boundaries': gate,
  'node tools/write-api-types.ts': test('tools/write-api-types.test.ts', 'are those of the API’s description'),
  'npm test -- FILE': test('tools/test.test.ts', 'files are run alone'),
  'npm run check:nightly': gate,
  'npm run storage': test('local/storage.test.ts', 'runs as a process that says where it listens'),
  'npm run simulators': test('simulators/main.test.ts', 'says in one line where it listens'),
  'npm run host': test('local/host/process.test.ts', 'a stop waits for what runs'),
  'npm run format': run(/Checked \d+ files/),
  'npm run pictures': run(/docs\/pictures: \d+ pictures/),
  'npm run build': run(/dist: \d+ files, [\d.]+ MiB/),
  'npm run chaos -- --devices N --kills N --seed S': run(
    /"lost":0,"doubled":0,"wrongVerdicts":0/,
    'npm run chaos -- --devices 40 --kills 1 --seed 1 --without parts,stops',
  ),
  'npm run chaos -- --virtual --schedules N --seed S': run(
    /"lost":0,"doubled":0,"wrongVerdicts":0/,
    'npm run chaos -- --virtual --schedules 20 --seed 1',
  ),
  'npm run bench': run(/rows\/s/, 'npm run bench -- --rows 500'),
  'npm start': {
    by: 'run',
    says: /\d+ files in [\d.]+ s[\s\S]*Reports are in reports[\s\S]*Ctrl-C stops everything/,
    stays: true,
  },
  'npm start -- --watch': { by: 'run', says: /Ctrl-C stops everything/, stays: true },
  'npm start -- --inspect': {
    by: 'run',
    typed: 'npm start -- --inspect-port 0',
    says: /Debugger listening on/,
    stays: true,
  },
  'npx node inspect 127.0.0.1:9229': test('local/inspect.test.ts', 'stops in a function of a host'),
  'npx node --inspect simulators/main.ts --data .data/simulators': {
    by: 'run',
    typed: 'npx node --inspect=127.0.0.1:0 simulators/main.ts --data .data/simulators',
    says: /partnerCenterUrl/,
    stays: true,
  },
  'npm run host -- --help': run(/npm run host -- \[options\]/),
  'npm run cli -- check local/samples/tailwind/10-mixed-identities.xlsx': {
    by: 'run',
    says: /\(hash_serial_conflict\)/,
    code: 3,
  },
  'npm test -- test/domain/reasons/row-reasons.test.ts': run(/\d passing/),
  'npm start -- devices.xlsx': run(/registered[\s\S]*1 file in[\s\S]*report\.html/),
  'npm start -- devices.xlsx --check': run(/would be registered/),
  'npm start -- devices.xlsx --partner alpine --customer northwind --json': run(/{"ok":true,.*"partner":"alpine"/),
  'npm run cli -- check devices.xlsx': {
    by: 'run',
    says: /devices\.xlsx: \d+ rows: \d+ can be sent/,
    code: 3,
  },
  'npm run cli -- template alpine --settings local/settings': run(/alpine-devices\.xlsx: fill in one row/),
  'npm run cli -- template PARTNER': run(/tailwind-devices\.xlsx: fill in one row/, 'npm run cli -- template tailwind'),
  'npm run cli -- settings check DIR': run(/nothing is wrong/, 'npm run cli -- settings check local/settings'),
  'npm run cli -- status [PARTNER] [--watch]': run(/devices\.xlsx/, 'npm run cli -- status tailwind'),
  'npm run cli -- --help': run(/npm run cli -- reconcile /),
  'npm run cli -- settings check': run(/nothing is wrong/),
  'npm run cli -- partner add': test(
    'cli/partner.test.ts',
    'add asks for what is missing, takes no answer that does not fit, and shows what it writes',
  ),
  'npm run cli -- connection add': test(
    'cli/partner.test.ts',
    'a connection is added by questions, which follow the kinds that were chosen',
  ),
  'npm run cli -- partner identity PARTNER OBJECT_ID…': test(
    'cli/partner-identity.test.ts',
    'prints a command for each identity of a partner',
  ),
  'npm run cli -- partner list': run(/tailwind +Tailwind IT/),
  'npm run cli -- connection list': run(/fabrikam +partnerCenter/),
  'npm run cli -- drop devices.xlsx --wait': run(
    /already registered[\s\S]*npm run cli -- fetch/,
    'npm run cli -- drop devices.xlsx --wait --partner tailwind',
  ),
  'npm run cli -- drop FILE --partner {id} --check': run(
    /check\/devices\.xlsx: upload/,
    'npm run cli -- drop devices.xlsx --partner tailwind --check',
  ),
  'npm run cli -- fetch UPLOAD': test(
    'slow/cli/drop.test.ts',
    'fetch copies every report file of an upload, named by the beginning of its id',
  ),
  'npm run cli -- uploads': run(/tailwind +devices\.xlsx/),
  'npm run cli -- uploads --held': run(/There is no held upload|upload +age/),
  'npm run cli -- uploads --late': run(/There is no late upload|upload +age/),
  'npm run cli -- upload UPLOAD': test(
    'slow/cli/verbs.test.ts',
    'upload says what it waits for, who must act, and what happened when',
  ),
  'npm run cli -- release UPLOAD': test(
    'slow/cli/verbs.test.ts',
    'release tries what is held again now, under either name',
  ),
  'npm run cli -- cancel UPLOAD': test(
    'slow/cli/verbs.test.ts',
    'cancel calls off what was not sent, once it is confirmed',
  ),
  'npm run cli -- find SERIAL': test('slow/cli/verbs.test.ts', 'find names every upload and row of a device'),
  'npm run cli -- partner suspend PARTNER --reason TEXT': test(
    'slow/cli/verbs.test.ts',
    'a partner and a connection are suspended and resumed',
  ),
  'npm run cli -- connection suspend CONNECTION --reason TEXT': test(
    'slow/cli/verbs.test.ts',
    'a partner and a connection are suspended and resumed',
  ),
  'npm run cli -- link add PARTNER --person NAME': test(
    'slow/cli/verbs.test.ts',
    'a personal link is made, listed and revoked',
  ),
  'npm run cli -- link list PARTNER': test('slow/cli/verbs.test.ts', 'a personal link is made, listed and revoked'),
  'npm run cli -- link revoke PARTNER LINK': test(
    'slow/cli/verbs.test.ts',
    'a personal link is made, listed and revoked',
  ),
  'npm run cli -- repair': run(/repaired:/, 'npm run cli -- repair'),
  'npm run cli -- removals allow PARTNER UPLOAD': run(
    /nothing waits for that/,
    `npm run cli -- removals allow tailwind ${'0'.repeat(24)}`,
  ),
  'npm run cli -- reconcile PARTNER': run(/tailwind/, 'npm run cli -- reconcile tailwind'),
  'npm run cli -- reconcile [PARTNER]': run(/tailwind[\s\S]*alpine|alpine[\s\S]*tailwind/, 'npm run cli -- reconcile'),
  'npm run cli -- access PARTNER': run(/https?:\/\/.*sig=/, 'npm run cli -- access tailwind'),
  'npm run cli -- audit verify [PARTNER]': run(/nothing is missing or changed/, 'npm run cli -- audit verify tailwind'),
  'npm run cli -- audit verify --heads FILE': run(
    /nothing is missing or changed/,
    'npm run cli -- audit verify --heads h',
  ),
  'npm run cli -- audit show PARTNER --link URL': test(
    'cli/access.test.ts',
    'a link that turned up somewhere leads to the entry of its making',
  ),
  'npm run cli -- erase PARTNER': run(/tailwind \(active in the settings\): [1-9]/, 'npm run cli -- erase tailwind'),
  'npm run cli -- erase PARTNER --yes': run(/tailwind: deleted [1-9]/, 'npm run cli -- erase tailwind --yes --force'),
  'OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318 npm start': test(
    'slow/telemetry.test.ts',
    'is one trace, from the drop to the report',
  ),
  'npm run cli -- connection check CONNECTION': test(
    'slow/cli/connection.test.ts',
    'check tries signing in, multifactor authentication and a customer',
  ),
  'npm run cli -- connect CONNECTION': test('slow/cli/connection.test.ts', 'connect signs in through a browser'),
};
