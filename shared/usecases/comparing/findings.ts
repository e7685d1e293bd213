import { type ComparisonFinding, type FindingCode, judgeAbsence } from '../../domain/comparing/comparison.ts';
import { isNameless, type ListedDigests, listedName } from '../../domain/comparing/listed-digests.ts';
import { deviceKeyOf } from '../../domain/ids.ts';
import { listsEveryDevice } from '../../domain/platforms.ts';
import { type AbsentRow, digestsOf, type MatchedScope, type Spill, type SpilledLine } from './match-scope.ts';

/** A finding, the scope it is of, and a number that stays the same from one comparison to the next. */
export interface FoundAt {
  readonly scope: number;
  readonly mark: number;
  readonly finding: Omit<ComparisonFinding, 'changed'>;
  /** The part of the listing that names the device; absent: no listing does. */
  readonly part?: string;
  /** The row it was registered from. */
  readonly origin?: NonNullable<AbsentRow['origin']>;
}

/** Forty-eight bits of a digest: two different findings in a million share one with a chance of 1 in 500. */
const markOf = (...parts: readonly (string | undefined)[]): number =>
  Number.parseInt(deviceKeyOf(JSON.stringify(parts)).slice(0, 12), 16);

const tagDiffers: FindingCode = 'group_tag_differs';

interface OtherPlace {
  readonly code: Extract<FindingCode, 'other_connection' | 'other_customer'>;
  readonly elsewhere: NonNullable<ComparisonFinding['elsewhere']>;
}

/** A place where the device is as well, among the same partner's; the same customer's before others. */
function otherPlace(
  scopes: readonly MatchedScope[],
  here: MatchedScope,
  isThere: (scope: MatchedScope) => boolean,
): OtherPlace | undefined {
  const sameCustomer = (scope: MatchedScope): boolean =>
    scope.customer.customerTenantId === here.customer.customerTenantId;
  const others = scopes.filter((scope) => scope !== here && isThere(scope));
  const other = others.find(sameCustomer) ?? others[0];
  if (other === undefined) return undefined;
  const { connection, customer } = other;
  return {
    code: sameCustomer(other) ? 'other_connection' : 'other_customer',
    elsewhere: {
      connectionId: connection.connectionId,
      customerTenantId: customer.customerTenantId,
      customerName: customer.name,
    },
  };
}

/** On a shared connection another's group tags stay unread: the partner learns only that it is not its own. */
const visibleTag = ({ seesAll, ourTags }: MatchedScope, tag: string | undefined): { listedGroupTag?: string } =>
  tag !== undefined && tag !== '' && (seesAll || ourTags.has(tag)) ? { listedGroupTag: tag } : {};

const scopeOf = ({ connection, customer }: MatchedScope) => ({
  connectionId: connection.connectionId,
  platform: connection.platform,
  customerTenantId: customer.customerTenantId,
  customerName: customer.name,
});

/** The names of a listed device: from the listing, or, where only digests are kept of it, from the last report. */
function namesOf(listed: SpilledLine, digests: ListedDigests, { names }: MatchedScope) {
  const known = 'device' in listed ? listed.device : names.get(listedName(digests) ?? '');
  if (known === undefined) return isNameless(digests) ? {} : { unnamed: true as const };
  const { serial, manufacturer, model, pkid } = known;
  return {
    ...(serial === undefined ? {} : { serial }),
    ...(manufacturer === undefined ? {} : { manufacturer }),
    ...(model === undefined ? {} : { model }),
    ...(pkid === undefined ? {} : { pkid }),
  };
}

/** The finding about a listed device; undefined: none. */
function listedFinding(
  scopes: readonly MatchedScope[],
  scope: MatchedScope,
  ordinal: number,
  listed: SpilledLine,
  digests: ListedDigests,
): Omit<ComparisonFinding, 'changed'> | 'withheld' | undefined {
  const fate = scope.match.listedFate(ordinal);
  if (fate.kind === 'settled') return undefined;
  const { groupTag, keys } = digests;
  const named = { ...namesOf(listed, digests, scope), ...visibleTag(scope, groupTag) };
  if (fate.kind === 'groupTagDiffers') {
    return { code: tagDiffers, ...scopeOf(scope), ...named, groupTag: fate.groupTag };
  }
  const nameless = isNameless(digests);
  const pkidsLeft = scope.match.pkidsLeft(groupTag);
  // It is one of those that stand in the report as sent by PKID.
  if (nameless && pkidsLeft >= 0) return undefined;
  if (!scope.seesAll) return 'withheld';
  const place = otherPlace(scopes, scope, ({ match }) => keys.some((key) => match.owns(key)));
  const stranger = pkidsLeft > 0 ? 'may_be_pkid' : 'unknown_to_us';
  const code: FindingCode = place?.code ?? (keys.length === 0 ? 'listed_without_identity' : stranger);
  return { code, ...scopeOf(scope), ...named, ...(place === undefined ? {} : { elsewhere: place.elsewhere }) };
}

/** The finding about a device of ours that is not listed by its key; undefined: its serial number is listed, and all is well. */
function absentFinding(
  scopes: readonly MatchedScope[],
  scope: MatchedScope,
  ordinal: number,
  row: AbsentRow,
): Omit<ComparisonFinding, 'changed'> | undefined {
  const fate = scope.match.absentFate(ordinal);
  const ours = {
    ...scopeOf(scope),
    ...(row.identity === undefined ? {} : { identity: row.identity }),
    ...(row.groupTag === undefined ? {} : { groupTag: row.groupTag }),
  };
  if (fate.kind === 'found') {
    return fate.groupTagDiffers ? { code: tagDiffers, ...ours, ...visibleTag(scope, fate.listedGroupTag) } : undefined;
  }
  // Another's listing may only confirm what is ours there as well.
  const place = otherPlace(
    scopes,
    scope,
    ({ match, seesAll, state }) => state === 'compared' && match.lists(row.key) && (seesAll || match.owns(row.key)),
  );
  const code = judgeAbsence({
    identity: row.identity,
    registeredAt: row.origin?.registeredAt,
    listsAll: listsEveryDevice(scope.connection.platform),
    settledBefore: scope.settledBefore(row.groupTag),
    complete: scope.complete,
    lookalike: fate.kind === 'lookalike',
    elsewhere: place === undefined ? undefined : place.code === 'other_connection' ? 'sameCustomer' : 'otherCustomer',
  });
  return { code, ...ours, ...(place?.code === code ? { elsewhere: place.elsewhere } : {}) };
}

/** Everything there is to say, scope by scope; `withheld` hears of each listed device the partner may not see. */
export async function* findingsOf(
  scopes: readonly MatchedScope[],
  spill: Spill,
  withheld: (scope: number) => void,
): AsyncIterable<FoundAt> {
  const listed = scopes.map(() => 0);
  for await (const device of spill.listed.read()) {
    const { scope: number } = device;
    const ordinal = listed[number] ?? 0;
    listed[number] = ordinal + 1;
    const scope = scopes[number];
    if (scope?.state !== 'compared' || scope.match.listedFate(ordinal).kind === 'settled') continue;
    const digests = digestsOf(device);
    const finding = listedFinding(scopes, scope, ordinal, device, digests);
    if (finding === 'withheld') withheld(number);
    else if (finding !== undefined) {
      const mark = markOf(finding.code, listedName(digests), finding.listedGroupTag);
      yield { scope: number, mark, finding, part: scope.parts[device.part]?.name ?? '' };
    }
  }
  const absent = scopes.map(() => 0);
  for await (const { scope: number, row } of spill.absent.read()) {
    const ordinal = absent[number] ?? 0;
    absent[number] = ordinal + 1;
    const scope = scopes[number];
    const finding = scope === undefined ? undefined : absentFinding(scopes, scope, ordinal, row);
    if (finding === undefined) continue;
    const mark = markOf(finding.code, row.key, finding.listedGroupTag);
    yield { scope: number, mark, finding, ...(row.origin === undefined ? {} : { origin: row.origin }) };
  }
}

/** How many of ours were found by their serial number alone, under our group tag. */
export function foundBySerial({ match, state }: MatchedScope): number {
  if (state !== 'compared') return 0;
  let found = 0;
  for (let ordinal = 0; ordinal < match.absent(); ordinal += 1) {
    const fate = match.absentFate(ordinal);
    if (fate.kind === 'found' && !fate.groupTagDiffers) found += 1;
  }
  return found;
}
