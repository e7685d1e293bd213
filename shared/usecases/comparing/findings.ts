import { type ComparisonFinding, type FindingCode, judgeAbsence } from '../../domain/comparing/comparison.ts';
import type { ListedDevice } from '../../domain/comparing/listed-device.ts';
import { isNameless, listedDigests, listedName } from '../../domain/comparing/listed-digests.ts';
import { namesOf } from '../../domain/device-key.ts';
import { deviceKeyOf } from '../../domain/ids.ts';
import { listsEveryDevice } from '../../domain/platforms.ts';
import { type AbsentRow, isSameCustomer, type MatchedScope, mayConfirm, type Spill } from './match-scope.ts';

/** A finding, the scope it is of, and a number that stays the same from one comparison to the next. */
export interface FoundAt {
  readonly scope: number;
  readonly mark: number;
  readonly finding: Omit<ComparisonFinding, 'changed'>;
  /** What our ledger knows of the device. */
  readonly ours?: Pick<AbsentRow, 'names' | 'origin'>;
}

/** Forty-eight bits of a digest: two different findings in a million share one with a chance of 1 in 500. */
const markOf = (...parts: readonly (string | undefined)[]): number =>
  Number.parseInt(deviceKeyOf(JSON.stringify(parts)).slice(0, 12), 16);

const tagDiffers: FindingCode = 'group_tag_differs';

/** A scope of the same partner where the device is as well; the same customer's before others. */
function otherPlace(
  scopes: readonly MatchedScope[],
  here: MatchedScope,
  isThere: (scope: MatchedScope) => boolean,
): MatchedScope | undefined {
  const others = scopes.filter((scope) => scope !== here && isThere(scope));
  return others.find((scope) => isSameCustomer(scope, here)) ?? others[0];
}

const elsewhere = ({ connection, customer }: MatchedScope): Required<Pick<ComparisonFinding, 'elsewhere'>> => ({
  elsewhere: {
    connectionId: connection.connectionId,
    customerTenantId: customer.customerTenantId,
    customerName: customer.name,
  },
});

/** On a shared connection another's group tags stay unread: the partner learns only that it is not its own. */
const visibleTag = ({ seesAll, ourTags }: MatchedScope, tag: string | undefined): { listedGroupTag?: string } =>
  tag !== undefined && tag !== '' && (seesAll || ourTags.has(tag)) ? { listedGroupTag: tag } : {};

const scopeOf = ({ connection, customer }: MatchedScope) => ({
  connectionId: connection.connectionId,
  platform: connection.platform,
  customerTenantId: customer.customerTenantId,
  customerName: customer.name,
});

/** The finding about a listed device; undefined: none. */
function listedFinding(
  scopes: readonly MatchedScope[],
  scope: MatchedScope,
  ordinal: number,
  listed: ListedDevice,
): Omit<ComparisonFinding, 'changed'> | 'withheld' | undefined {
  const fate = scope.match.listedFate(ordinal);
  if (fate.kind === 'settled') return undefined;
  const digests = listedDigests(listed);
  const { groupTag, keys } = digests;
  const named = { ...namesOf(listed), ...visibleTag(scope, groupTag) };
  if (fate.kind === 'groupTagDiffers') {
    return { code: tagDiffers, ...scopeOf(scope), ...named, groupTag: fate.groupTag };
  }
  const nameless = isNameless(digests);
  const pkidsLeft = scope.match.pkidsLeft(groupTag);
  // It is one of those that stand in the report as sent by PKID.
  if (nameless && pkidsLeft >= 0) return undefined;
  const owns = ({ match }: MatchedScope): boolean => keys.some((key) => match.owns(key));
  const siblings = scopes.filter((other) => other !== scope && isSameCustomer(other, scope));
  // Registered through another connection for the same customer: one device, and all is well with it.
  if (siblings.some(owns)) return undefined;
  if (!scope.seesAll) return 'withheld';
  const lists = ({ state, match }: MatchedScope): boolean =>
    state === 'compared' && keys.some((key) => match.listedAt(key) !== undefined);
  const earlier = siblings.filter((other) => scopes.indexOf(other) < scopes.indexOf(scope));
  // One device is one finding, however many listings show it.
  if (earlier.some((other) => other.seesAll && lists(other))) return undefined;
  const about = { ...scopeOf(scope), ...named };
  const owner = otherPlace(scopes, scope, owns);
  if (owner !== undefined) {
    // Where it is missing, the finding about it says that it is here.
    const isMissed = owner.state === 'compared' && !lists(owner);
    return isMissed ? undefined : { code: 'other_customer', ...about, ...elsewhere(owner) };
  }
  if (keys.length === 0) return { code: 'listed_without_identity', ...about };
  const mayBePkid = [scope, ...siblings].some(({ match }) => match.pkidsLeft(groupTag) > 0);
  return { code: mayBePkid ? 'may_be_pkid' : 'unknown_to_us', ...about };
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
  const place = otherPlace(scopes, scope, (other) => mayConfirm(other, row.key));
  const code = judgeAbsence({
    identity: row.identity,
    registeredAt: row.origin?.registeredAt,
    listsAll: listsEveryDevice(scope.connection.platform),
    settledBefore: scope.settledBefore(row.groupTag),
    complete: scope.complete,
    lookalike: fate.kind === 'lookalike',
    elsewhere: place === undefined ? undefined : isSameCustomer(place, scope) ? 'sameCustomer' : 'otherCustomer',
  });
  const isElsewhere = place !== undefined && (code === 'other_connection' || code === 'other_customer');
  return { code, ...ours, ...(isElsewhere ? elsewhere(place) : {}) };
}

/** Everything there is to say, scope by scope; `withheld` hears of each listed device the partner may not see. */
export async function* findingsOf(
  scopes: readonly MatchedScope[],
  spill: Spill,
  withheld: (scope: number) => void,
): AsyncIterable<FoundAt> {
  const listed = scopes.map(() => 0);
  for await (const { scope: number, device } of spill.listed.read()) {
    const ordinal = listed[number] ?? 0;
    listed[number] = ordinal + 1;
    const scope = scopes[number];
    if (scope?.state !== 'compared' || scope.match.listedFate(ordinal).kind === 'settled') continue;
    const finding = listedFinding(scopes, scope, ordinal, device);
    if (finding === 'withheld') withheld(number);
    else if (finding !== undefined) {
      const mark = markOf(finding.code, listedName(listedDigests(device)), finding.listedGroupTag);
      const origin = scope.origins.get(ordinal);
      yield { scope: number, mark, finding, ...(origin === undefined ? {} : { ours: { names: device, origin } }) };
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
    yield { scope: number, mark, finding, ours: row };
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
