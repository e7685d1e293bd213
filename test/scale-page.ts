import { readFile } from 'node:fs/promises';

/** A row of the first table of docs/scale.md: what 1,000 devices need. */
export interface NeedRow {
  readonly short: number;
  readonly further: number;
  readonly long: number;
  /** US $ for one of them; undefined where nothing is paid. */
  readonly price: number | undefined;
  readonly dollars: number;
}

/** A row of the table by month. */
export interface MonthRow {
  readonly devices: number;
  readonly files: number;
  readonly storageCalls: number;
  readonly invocations: number;
  readonly gbSeconds: number;
  readonly variable: number;
  readonly storedGb: number;
  readonly sum: number;
}

/** The figures of docs/scale.md. */
export interface ScalePage {
  readonly text: string;
  readonly needs: ReadonlyMap<string, NeedRow>;
  /** The sum of the first table, in US $. */
  readonly sum: number;
  /** KB in each container after one file. */
  readonly stored: ReadonlyMap<string, number>;
  readonly months: readonly MonthRow[];
  /** Calls of a timer's run that has nothing to do, by function. */
  readonly timerCalls: ReadonlyMap<string, number>;
}

const scales: Readonly<Record<string, number>> = { million: 1e6, TB: 1000, '': 1 };

/** `1,000`, `2.2 million`, `$190`, `1.9 TB`: the number at the beginning. */
function numberIn(cell = ''): number {
  const [, digits = 'NaN', unit = ''] = /^\D*?([\d.,]+)(?: (million|TB))?/.exec(cell) ?? [];
  return Number(digits.replaceAll(',', '')) * (scales[unit] ?? 1);
}

/** `0.065 / 10,000`: for one. */
function priceIn(cell = ''): number | undefined {
  const [amount, per] = cell.split(' / ');
  return per === undefined ? undefined : numberIn(amount) / numberIn(per === 'GB' ? '1,000,000' : per);
}

/** Rows of the table whose first column has this title. */
function tableOf(text: string, title: string): readonly (readonly string[])[] {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${title} |`));
  const rest = start < 0 ? [] : lines.slice(start + 2);
  const end = rest.findIndex((line) => !line.startsWith('|'));
  return rest.slice(0, end < 0 ? undefined : end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** Reads docs/scale.md, so that tests can hold its figures to what they count and to each other. */
export async function readScalePage(): Promise<ScalePage> {
  const text = await readFile('docs/scale.md', 'utf8');
  const needs = new Map<string, NeedRow>();
  const stored = new Map<string, number>();
  let sum = Number.NaN;
  for (const [name = '', short, further, long, price, dollars] of tableOf(text, 'what')) {
    const plain = name.replace(/ \(.*/, '').replaceAll('*', '');
    if (plain === 'sum') sum = numberIn(dollars?.replaceAll('*', ''));
    else if (plain.startsWith('stored: ')) stored.set(plain.slice('stored: '.length), numberIn(short));
    else {
      needs.set(plain, {
        ...{ short: numberIn(short), further: numberIn(further), long: numberIn(long) },
        ...{ price: priceIn(price), dollars: numberIn(dollars) },
      });
    }
  }
  const months = tableOf(text, 'devices a month').map((cells) => {
    const [
      devices = 0,
      files = 0,
      storageCalls = 0,
      invocations = 0,
      gbSeconds = 0,
      variable = 0,
      storedGb = 0,
      total = 0,
    ] = cells.map(numberIn);
    return { devices, files, storageCalls, invocations, gbSeconds, variable, storedGb, sum: total };
  });
  const told = [...text.matchAll(/^\| `([\w-]+)`, .*? (\d+) calls? each/gm)];
  const timerCalls = new Map(told.map(([, timer = '', calls]) => [timer, numberIn(calls)] as const));
  return { text, needs, sum, stored, months, timerCalls };
}
