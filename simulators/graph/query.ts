import type { Reply } from '../call.ts';
import { type GraphCall, refuseGraph } from './access.ts';

/** A record as a query sees it: what can be filtered by. */
export type Filterable = Readonly<Record<string, string>>;

const containsForm = /^\s*contains\(\s*(\w+)\s*,\s*'((?:[^']|'')*)'\s*\)\s*$/;
const equalsForm = /^\s*(\w+)\s+eq\s+'((?:[^']|'')*)'\s*$/;

/**
 * `contains(field,'…')` and `field eq '…'`, without regard to case. Values with a space are refused: clients found that such
 * filters fail and filter by the first word instead (intune reference §2).
 */
function readFilter(text: string | null): ((record: Filterable) => boolean) | undefined {
  if (text === null) return () => true;
  const contains = containsForm.exec(text);
  const [, field = '', quoted = ''] = contains ?? equalsForm.exec(text) ?? [];
  const value = quoted.replaceAll("''", "'").toLowerCase();
  if (field === '' || value.includes(' ')) return undefined;
  return (record) => {
    const have = record[field]?.toLowerCase();
    return have !== undefined && (contains ? have.includes(value) : have === value);
  };
}

/**
 * Why a filter of registered devices is refused, as clients have met it: only `contains` on the serial number, whose value has no
 * hyphen (microsoft-graph-docs #3693, msgraph-sdk-powershell #1260 and #2464, DeviceOffboardingManager #52).
 */
export function refusesDeviceFilter(call: GraphCall): string | undefined {
  const text = call.query.get('$filter');
  if (text === null) return undefined;
  const [, field, value = ''] = containsForm.exec(text) ?? [];
  if (field !== 'serialNumber') return 'Invalid filter clause: only contains(serialNumber, …) is supported.';
  return value.includes('-') ? 'Invalid filter clause: the value holds a hyphen.' : undefined;
}

/** Navigation properties that `$expand` may name; nothing is ever assigned here. */
const expandable = ['deploymentProfile', 'intendedDeploymentProfile'];

/** Puts the properties of an item together that are asked for; a name that does not exist refuses the call. */
function shaped(item: object, query: URLSearchParams): object | undefined {
  const namesIn = (option: string): readonly string[] =>
    (query.get(option) ?? '')
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '');
  const [selected, expanded] = [namesIn('$select'), namesIn('$expand')];
  if (expanded.some((name) => !expandable.includes(name))) return undefined;
  if (selected.some((name) => !Object.hasOwn(item, name))) return undefined;
  const own =
    selected.length === 0 ? item : Object.fromEntries(Object.entries(item).filter(([name]) => selected.includes(name)));
  return { ...own, ...Object.fromEntries(expanded.map((name) => [name, null])) };
}

/** One page of a list, with `@odata.nextLink` while there is more. */
export function graphPage(
  call: GraphCall,
  records: readonly { readonly filter: Filterable; readonly json: object }[],
  pageSize: number,
): Reply {
  const wanted = readFilter(call.query.get('$filter'));
  const skip = Number(call.query.get('$skiptoken') ?? 0);
  const top = Number(call.query.get('$top') ?? pageSize);
  if (!wanted || !Number.isInteger(skip) || skip < 0 || !Number.isInteger(top) || top < 1) {
    return refuseGraph({ status: 400, code: 400, text: 'Invalid filter clause or paging option.' }, call);
  }
  const matching = records.filter((record) => wanted(record.filter));
  const size = Math.min(top, pageSize);
  const items = matching.slice(skip, skip + size).map(({ json }) => shaped(json, call.query));
  if (items.includes(undefined)) {
    return refuseGraph(
      { status: 400, code: 400, text: 'Could not find a property named in $select or $expand.' },
      call,
    );
  }
  const query = new URLSearchParams(call.query);
  query.set('$skiptoken', String(skip + size));
  const more = skip + size < matching.length;
  return {
    status: 200,
    json: {
      '@odata.context': `${call.baseUrl}/$metadata`,
      ...(call.query.get('$count') === 'true' ? { '@odata.count': matching.length } : {}),
      ...(more ? { '@odata.nextLink': `${call.baseUrl}${call.path}?${query}` } : {}),
      value: items,
    },
  };
}
