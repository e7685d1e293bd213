import type { PlainReport } from '../../fakes/memory-reports.ts';

/** A row of a file, as whoever wrote the file meant it. */
export type SheetRow = { readonly serial: string; readonly domain: string } & (
  | {
      readonly kind: 'device';
      readonly connectionId: string;
      readonly customer: string;
      readonly groupTag: string | undefined;
    }
  | { readonly kind: 'rejected' }
  /** Asks to deregister a device that no other row names. */
  | {
      readonly kind: 'removal';
      readonly connectionId: string;
      readonly customer: string;
      readonly groupTag: string | undefined;
    }
  | {
      readonly kind: 'duplicate';
      readonly of: number;
      readonly connectionId: string;
      readonly customer: string;
      readonly groupTag: string | undefined;
    }
);
type DeviceRow = SheetRow & { readonly kind: 'device' };

/** One version of a file that was dropped. */
export interface FileVersion {
  readonly uploadId: string;
  readonly fileName: string;
  /** Was it still there at the end? */
  readonly standing: boolean;
  readonly rows: readonly SheetRow[];
}

/** A call that submits devices, as the platform saw it. */
export interface SubmitCall {
  readonly chunkId: string;
  readonly connectionId: string;
  readonly customer: string;
  readonly groupTag: string | undefined;
  readonly serials: readonly string[];
  /** Did the platform take it? */
  readonly accepted: boolean;
  /** Nothing was done to it, to whoever made it, or to the job it started: there is no need to repeat it. */
  readonly clean: boolean;
  /** Will the platform never say how it ended? */
  readonly silent: boolean;
  /** It went out from a process that had stood still: others may have taken it for lost by then. */
  readonly late: boolean;
  readonly began: number;
  readonly ended: number;
}

/** A device a platform holds at the end. */
export interface HeldDevice {
  readonly connectionId: string;
  readonly serial: string;
  readonly customer: string;
  readonly groupTag: string | undefined;
  /** The chunk whose submission registered it; absent: it was there before. */
  readonly by?: string;
}

/** All there is to judge by; nothing of it comes from the product but the reports. */
export interface ScheduleFacts {
  readonly versions: readonly FileVersion[];
  readonly reports: readonly PlainReport[];
  readonly held: readonly HeldDevice[];
  readonly calls: readonly SubmitCall[];
  /** What the platforms were made to remove. */
  readonly removed: readonly Pick<HeldDevice, 'connectionId' | 'serial' | 'customer'>[];
  /** Chunks whose work was cut: their call may have been announced and never made. */
  readonly cut: readonly string[];
  /** Serial numbers of devices the platform stumbled over. */
  readonly stumbling: readonly string[];
  /** Connections that can't be asked what they hold. */
  readonly unlisted: readonly string[];
  /** Devices one call takes at most, by connection. */
  readonly mostDevices: Readonly<Record<string, number>>;
}

export type ProblemKind =
  | 'noFinalReport'
  | 'twoReports'
  | 'rowsDiffer'
  | 'wrongVerdict'
  | 'notHeld'
  | 'notRemoved'
  | 'otherTag'
  | 'claimsOthers'
  | 'twinsBothClaim'
  | 'twinsNeitherClaims'
  | 'otherClaims'
  | 'unknownThoughListed'
  | 'doubled'
  | 'neverAsked'
  | 'unneededCall'
  | 'tooManyChunks'
  | 'notQuiet';

/** What each kind comes to, in the words of the summary. */
export const comesTo: Readonly<Record<ProblemKind, 'lost' | 'doubled' | 'wrongVerdicts'>> = {
  noFinalReport: 'lost',
  rowsDiffer: 'lost',
  notQuiet: 'lost',
  twoReports: 'doubled',
  doubled: 'doubled',
  neverAsked: 'doubled',
  unneededCall: 'doubled',
  tooManyChunks: 'doubled',
  wrongVerdict: 'wrongVerdicts',
  notHeld: 'wrongVerdicts',
  notRemoved: 'wrongVerdicts',
  otherTag: 'wrongVerdicts',
  claimsOthers: 'wrongVerdicts',
  twinsBothClaim: 'wrongVerdicts',
  twinsNeitherClaims: 'wrongVerdicts',
  otherClaims: 'wrongVerdicts',
  unknownThoughListed: 'wrongVerdicts',
};

export interface Problem {
  readonly kind: ProblemKind;
  readonly text: string;
}

/** A call is repeated this often after its answer was lost; after that nobody can say. */
const callsUntilUnknown = 4;
const uploadOf = (chunkId: string): string => chunkId.slice(0, chunkId.lastIndexOf('-'));
const placeOf = (device: { readonly connectionId: string; readonly serial: string }): string =>
  `${device.connectionId} ${device.serial}`;

/** Calls an upload needs: devices of one connection, customer and tag, as many in a call as it takes. */
export function neededCalls({ rows }: FileVersion, mostDevices: ScheduleFacts['mostDevices']): number {
  const devices = rows.filter((row): row is DeviceRow => row.kind === 'device');
  const groups = Map.groupBy(devices, (row) => JSON.stringify([row.connectionId, row.customer, row.groupTag ?? '']));
  return [...groups.values()].reduce(
    (sum, group) => sum + Math.ceil(group.length / (mostDevices[group[0]?.connectionId ?? ''] ?? 1)),
    0,
  );
}

/** Judges what came of a schedule by what the platforms hold and heard. */
export function judgeSchedule(facts: ScheduleFacts): readonly Problem[] {
  const problems: Problem[] = [];
  const found = (kind: ProblemKind, text: string): void => void problems.push({ kind, text });
  const held = new Map(facts.held.map((device) => [placeOf(device), device]));
  const finals = new Map<string, PlainReport>();
  const callsOf = (uploadId: string): readonly SubmitCall[] =>
    facts.calls.filter(({ chunkId }) => uploadOf(chunkId) === uploadId);
  const wasCut = (uploadId: string): boolean => facts.cut.some((chunkId) => uploadOf(chunkId) === uploadId);
  const callsWith = (uploadId: string, row: DeviceRow): readonly SubmitCall[] =>
    callsOf(uploadId).filter(
      ({ connectionId, serials }) => connectionId === row.connectionId && serials.includes(row.serial),
    );

  for (const version of facts.versions) {
    const [report, ...more] = facts.reports.filter(({ head }) => head.uploadId === version.uploadId);
    if (more.length > 0) found('twoReports', `${version.fileName}: ${more.length + 1} reports`);
    if (report?.head.kind === 'final') finals.set(version.uploadId, report);
    else if (version.standing || callsOf(version.uploadId).some(({ accepted }) => accepted))
      found('noFinalReport', `${version.fileName}: ${report?.head.kind ?? 'no'} report`);
  }

  const judgeDevice = (version: FileVersion, at: string, row: DeviceRow, verdict: string): void => {
    const there = held.get(placeOf(row));
    const isOurs = there?.customer === row.customer;
    const calls = callsWith(version.uploadId, row);
    const disturbed = calls.filter(({ clean }) => !clean).length;
    const cuts = facts.cut.filter((chunkId) => uploadOf(chunkId) === version.uploadId).length;
    switch (verdict) {
      case 'registered': {
        if (!isOurs) found('notHeld', `${at}: registered, but not held for its customer`);
        else if (there.by === undefined) {
          // After a lost answer, what was there before under our tag, or where nobody can look, can't be told from our own.
          const sameToLookAt = facts.unlisted.includes(row.connectionId) || there.groupTag === row.groupTag;
          const nobodyKnows = sameToLookAt && (disturbed > 0 || wasCut(version.uploadId));
          if (!nobodyKnows) found('claimsOthers', `${at}: registered, but it was there before`);
        } else if (there.groupTag !== row.groupTag) found('otherTag', `${at}: held under ${there.groupTag}`);
        return;
      }
      case 'alreadyRegistered':
        if (!isOurs) found('notHeld', `${at}: alreadyRegistered, but not held for its customer`);
        return;
      case 'refused': {
        const stumbled = facts.stumbling.includes(row.serial) && there === undefined;
        if (isOurs || (there === undefined && !stumbled)) found('wrongVerdict', `${at}: refused without a cause`);
        return;
      }
      case 'unknown':
        if (isOurs && there.groupTag === row.groupTag && !facts.unlisted.includes(row.connectionId))
          found('unknownThoughListed', `${at}: unknown, but the platform lists it`);
        else if (disturbed + cuts < callsUntilUnknown && !calls.some(({ silent }) => silent))
          found('wrongVerdict', `${at}: unknown after ${disturbed} lost answers and ${cuts} cuts`);
        return;
      default:
        found('wrongVerdict', `${at}: ${verdict}`);
    }
  };

  for (const version of facts.versions) {
    const report = finals.get(version.uploadId);
    if (report === undefined) continue;
    const named = report.rows.map(({ row, cells }) => `${row} ${cells.at(-1)}`);
    const wanted = version.rows.map(({ serial }, index) => `${index + 2} ${serial}`);
    if (named.join() !== wanted.join())
      found('rowsDiffer', `${version.fileName}: rows ${named.join()}, not ${wanted.join()}`);
    for (const [index, row] of version.rows.entries()) {
      const verdict = report.rows[index]?.verdict;
      if (verdict === undefined) continue;
      const at = `${version.fileName} row ${index + 2} (${row.serial})`;
      if (row.kind === 'device') judgeDevice(version, at, row, verdict.kind);
      else if (row.kind === 'removal') {
        const isThere = held.get(placeOf(row))?.customer === row.customer;
        if (verdict.kind !== 'deregistered' && verdict.kind !== 'notRegistered')
          found('wrongVerdict', `${at}: ${verdict.kind}`);
        else if (isThere) found('notRemoved', `${at}: ${verdict.kind}, but still held`);
      } else if (verdict.kind !== row.kind) found('wrongVerdict', `${at}: ${verdict.kind}, not ${row.kind}`);
      else if (row.kind === 'duplicate' && verdict.duplicateOf?.row !== row.of)
        found('wrongVerdict', `${at}: a duplicate of row ${verdict.duplicateOf?.row}, not ${row.of}`);
    }
  }

  // Of all files with a device, one says that it registered it.
  for (const device of facts.held) {
    if (device.by === undefined) continue;
    const by = uploadOf(device.by);
    const naming = facts.versions.flatMap((version) => {
      const index = version.rows.findIndex((row) => row.kind === 'device' && placeOf(row) === placeOf(device));
      const verdict = finals.get(version.uploadId)?.rows[index]?.verdict.kind;
      const row = version.rows[index];
      return verdict === undefined || row?.kind !== 'device' ? [] : [{ version, row, verdict }];
    });
    const claiming = naming.filter(({ verdict }) => verdict === 'registered');
    const names = naming.map(({ version, verdict }) => `${version.fileName}: ${verdict}`).join(', ');
    if (naming.some(({ verdict }) => verdict === 'unknown')) continue;
    if (claiming.length > 1) found('twinsBothClaim', `${device.serial}: ${names}`);
    else if (claiming.length === 0 && naming.length > 0) found('twinsNeitherClaims', `${device.serial}: ${names}`);
    else if (claiming.length === 1 && claiming[0]?.version.uploadId !== by) {
      const disturbed = naming.some(
        ({ version, row }) => wasCut(version.uploadId) || callsWith(version.uploadId, row).some(({ clean }) => !clean),
      );
      if (!disturbed) found('otherClaims', `${device.serial}: registered by another file; ${names}`);
    }
  }

  const wanted = new Map<string, Set<string>>();
  const targetOf = (one: { customer: string; groupTag: string | undefined }): string =>
    `${one.customer} ${one.groupTag}`;
  for (const { rows } of facts.versions) {
    for (const row of rows)
      if (row.kind === 'device') wanted.set(placeOf(row), (wanted.get(placeOf(row)) ?? new Set()).add(targetOf(row)));
  }
  const asked = new Set(
    facts.versions.flatMap(({ rows }) =>
      rows.flatMap((row) => (row.kind === 'removal' ? [`${placeOf(row)} ${row.customer}`] : [])),
    ),
  );
  for (const device of facts.removed) {
    if (!asked.has(`${placeOf(device)} ${device.customer}`))
      found('neverAsked', `${device.serial} was removed for ${device.customer}`);
  }
  const chunkOf = new Map<string, string>();
  for (const call of facts.calls) {
    for (const serial of call.serials) {
      const place = `${call.connectionId} ${serial}`;
      if (wanted.get(place)?.has(targetOf(call)) !== true)
        found('neverAsked', `${place} was sent for ${targetOf(call)}`);
      const key = `${uploadOf(call.chunkId)} ${place}`;
      if ((chunkOf.get(key) ?? call.chunkId) !== call.chunkId) found('doubled', `${place} in two chunks of one upload`);
      chunkOf.set(key, call.chunkId);
    }
    const before = facts.calls.find(
      (other) => other.chunkId === call.chunkId && other.clean && other.ended < call.began,
    );
    const stumbled = before?.serials.some((serial) => facts.stumbling.includes(serial)) === true;
    if (before?.accepted === true && !stumbled && !call.late)
      found('unneededCall', `${call.chunkId} was sent again although its answer arrived`);
  }
  for (const device of facts.held) {
    if (device.by !== undefined && wanted.get(placeOf(device))?.has(targetOf(device)) !== true)
      found('neverAsked', `${device.serial} is held for ${targetOf(device)}`);
  }
  for (const version of facts.versions) {
    const chunks = new Set(callsOf(version.uploadId).map(({ chunkId }) => chunkId)).size;
    const needed = neededCalls(version, facts.mostDevices);
    if (chunks > needed) found('tooManyChunks', `${version.fileName}: ${chunks} chunks, not ${needed}`);
  }
  return problems;
}
