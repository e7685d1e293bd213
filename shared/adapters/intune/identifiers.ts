import type { IdentifierResult, WantedIdentifier } from '../../domain/registering/device-actions.ts';
import type { CustomerRef } from '../../domain/registering/submission.ts';
import type { IntuneConnection } from '../../domain/settings/connection.ts';
import { SubmissionUnknown } from '../../errors.ts';
import type { CallContext } from '../../ports.ts';
import { refusedBy } from '../http/action-answer.ts';
import { readJson, unexpected } from '../http/answer.ts';
import type { Answer } from '../http/http.ts';
import { isValid, type WireIdentifier } from './answers.ts';
import { denyAccess, type GraphClient, wordsOf } from './client.ts';

const identifiers = '/beta/deviceManagement/importedDeviceIdentities';

/** No number is documented for the call; a small one keeps what a refused call costs small. */
const usualPerCall = 100;

interface Ready {
  readonly position: number;
  readonly identifier: string;
}

type Imported =
  | { readonly kind: 'taken'; readonly items: readonly WireIdentifier[] }
  | { readonly kind: 'refused'; readonly answer: Answer };

/**
 * Imports corporate identifiers (https://learn.microsoft.com/graph/api/intune-enrollment-importeddeviceidentity-importdeviceidentitylist,
 * beta). One that the service can't read makes it refuse the whole call with 400, so a refused call is halved until the bad ones stand
 * alone.
 */
export function makeIdentifierImport(client: GraphClient, connection: IntuneConnection) {
  const perCall = connection.identifiersPerCall ?? usualPerCall;

  async function importSome(
    customer: CustomerRef,
    ready: readonly Ready[],
    context: CallContext,
  ): Promise<readonly IdentifierResult[]> {
    const body = { ...wireList(ready), overwriteImportedDeviceIdentities: false };
    const path = `${identifiers}/importDeviceIdentityList`;
    const call = { operation: 'importIdentifiers', method: 'POST', path, interpret: importedIn } as const;
    const answer = await client.write(customer, { ...call, body: JSON.stringify(body) }, context);
    if (answer.kind === 'taken') return await resultsOf(customer, ready, answer.items, context);
    const refused = refusedBy(wordsOf(answer.answer));
    if (answer.answer.status !== 400 || ready.length === 1) {
      return ready.map(({ position }) => ({ position, ...refused }));
    }
    const half = Math.ceil(ready.length / 2);
    const first = await importSome(customer, ready.slice(0, half), context);
    return [...first, ...(await importSome(customer, ready.slice(half), context))];
  }

  /** One that was not taken is there already, or the service does not say what is wrong with it. */
  async function resultsOf(
    customer: CustomerRef,
    ready: readonly Ready[],
    items: readonly WireIdentifier[],
    context: CallContext,
  ): Promise<readonly IdentifierResult[]> {
    const statuses = new Map(items.map((item) => [spelled(item.importedDeviceIdentifier ?? ''), item.status === true]));
    const left = ready.filter(({ identifier }) => statuses.get(spelled(identifier)) !== true);
    const there = new Set(left.length === 0 ? [] : await search(customer, left, context));
    return ready.map(({ position, identifier }): IdentifierResult => {
      if (statuses.get(spelled(identifier)) === true) return { position, kind: 'added' };
      if (there.has(spelled(identifier))) return { position, kind: 'alreadyThere' };
      return { position, ...refusedBy({ text: 'status: false' }) };
    });
  }

  const search = async (
    customer: CustomerRef,
    ready: readonly Ready[],
    context: CallContext,
  ): Promise<readonly string[]> => {
    const interpret = (answer: Answer): readonly WireIdentifier[] => {
      denyAccess(answer);
      if (answer.status !== 200) throw unexpected(answer);
      return readJson(answer, isValid.identifiers).value;
    };
    const path = `${identifiers}/searchExistingIdentities`;
    const call = { operation: 'searchIdentifiers', method: 'POST', path, repeatable: true, interpret } as const;
    const found = await client.call(customer, { ...call, body: JSON.stringify(wireList(ready)) }, context);
    return found.map(({ importedDeviceIdentifier }) => spelled(importedDeviceIdentifier ?? ''));
  };

  return async (
    customer: CustomerRef,
    devices: readonly WantedIdentifier[],
    context: CallContext,
  ): Promise<readonly IdentifierResult[]> => {
    const read = devices.map(readyToSend);
    const ready = read.filter((one) => 'identifier' in one);
    const results = new Map<number, IdentifierResult>();
    for (const one of read) if ('kind' in one) results.set(one.position, one);
    for (let from = 0; from < ready.length; from += perCall) {
      const some = await importSome(customer, ready.slice(from, from + perCall), context);
      for (const result of some) results.set(result.position, result);
    }
    return devices.flatMap(({ position }) => results.get(position) ?? []);
  };
}

const parts = ['manufacturer', 'model', 'serial'] as const;

/** Commas part the three, and the service takes no periods: both are left out, as Microsoft says for its own file. */
function readyToSend(device: WantedIdentifier): Ready | IdentifierResult {
  const { position } = device;
  const clean = parts.map((part) => ({ part, text: device[part].replace(/[.,]/g, '').replace(/\s+/g, ' ').trim() }));
  const empty = clean.find(({ text }) => text === '');
  if (empty === undefined) return { position, identifier: clean.map(({ text }) => text).join(',') };
  return {
    position,
    kind: 'rejected',
    reason: { code: 'identifier_not_allowed', params: { part: partNames[empty.part] } },
  };
}

const partNames = { manufacturer: 'the maker', model: 'the model', serial: 'the serial number' };

const wireList = (ready: readonly Ready[]) => ({
  importedDeviceIdentities: ready.map(({ identifier }) => ({
    importedDeviceIdentifier: identifier,
    importedDeviceIdentityType: 'manufacturerModelSerial',
  })),
});

/** The service may write an identifier in another case than it was sent in. */
const spelled = (identifier: string): string => identifier.toLowerCase();

function importedIn(answer: Answer): Imported {
  denyAccess(answer);
  const { status, operation, requestId } = answer;
  if (status >= 400) return { kind: 'refused', answer };
  if (status !== 200) throw new SubmissionUnknown(`${operation}: ${status} (request ${requestId})`);
  try {
    return { kind: 'taken', items: readJson(answer, isValid.identifiers).value };
  } catch (error) {
    throw new SubmissionUnknown(`${operation}: taken, with an answer that can't be read (request ${requestId})`, {
      cause: error,
    });
  }
}
