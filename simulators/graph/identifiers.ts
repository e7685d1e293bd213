import { createHash, randomUUID } from 'node:crypto';
import type { Reply, Route } from '../call.ts';
import { jsonObject, parseJson } from '../json.ts';
import type { Simulation } from '../simulation.ts';
import type { CorporateIdentifier } from '../state.ts';
import { sameText } from '../world.ts';
import { type GraphCall, graphGuard, refuseGraph } from './access.ts';
import { graphPage } from './query.ts';

interface Given {
  readonly identifier: string;
  readonly kind: string;
}

const identifierKey = (tenantId: string, { identifier, kind }: Given): string =>
  createHash('sha256')
    .update(JSON.stringify([tenantId, kind, identifier]).toLowerCase())
    .digest('hex');

/** Maker, model and serial number joined by commas; neither they nor a period may stand inside one of the three. */
function isWellFormed({ identifier, kind }: Given): boolean {
  const parts = identifier.split(',');
  return (
    kind === 'manufacturerModelSerial' &&
    parts.length === 3 &&
    parts.every((part) => part.trim() !== '' && !part.includes('.'))
  );
}

function listedIdentifier(record: CorporateIdentifier): object {
  return {
    id: record.id,
    importedDeviceIdentifier: record.identifier,
    importedDeviceIdentityType: record.kind,
    createdDateTime: new Date(record.createdAt).toISOString(),
    lastModifiedDateTime: new Date(record.modifiedAt).toISOString(),
    lastContactedDateTime: '0001-01-01T00:00:00Z',
    description: '',
    enrollmentState: 'notContacted',
    platform: 'unknown',
  };
}

/** The identifiers of a call, or why it is refused: one that is not well formed refuses all of them. */
function readIdentifiers(simulation: Simulation, call: GraphCall): readonly Given[] | Reply {
  const refuse = (text: string): Reply => refuseGraph({ status: 400, code: 400, text }, call);
  const parsed = parseJson(call.body);
  const list = parsed.ok ? jsonObject(parsed.value)?.get('importedDeviceIdentities') : undefined;
  const { identifiersMaximum } = simulation.behaviour();
  if (!Array.isArray(list) || list.length === 0 || list.length > identifiersMaximum) {
    return refuse(`importedDeviceIdentities must hold 1 to ${identifiersMaximum} identities.`);
  }
  const given = list.map((item: unknown): Given => {
    const identity = jsonObject(item);
    const kind = identity?.text('importedDeviceIdentityType') ?? 'unknown';
    return { identifier: identity?.text('importedDeviceIdentifier') ?? '', kind };
  });
  const wrong = given.filter((one) => !isWellFormed(one)).length;
  return wrong === 0 ? given : refuse(`Invalid Device Identifier parameter found for ${wrong} import records!`);
}

function importList(simulation: Simulation, call: GraphCall): Reply {
  const given = readIdentifiers(simulation, call);
  if ('status' in given) return given;
  const parsed = parseJson(call.body);
  const overwrite = parsed.ok && jsonObject(parsed.value)?.get('overwriteImportedDeviceIdentities') === true;
  const value = given.map((one) => {
    const key = identifierKey(call.tenantId, one);
    const there = simulation.store.get('identifiers', key);
    const record: CorporateIdentifier = {
      ...one,
      id: there?.id ?? randomUUID(),
      customerTenantId: call.tenantId,
      createdAt: there?.createdAt ?? call.now,
      modifiedAt: call.now,
    };
    const taken = there === undefined || overwrite;
    if (taken) simulation.store.commit([{ in: 'identifiers', key, value: record }]);
    const status = taken || simulation.behaviour().existingIdentifier === 'true';
    return { ...listedIdentifier(there ?? record), status };
  });
  return { status: 200, json: { value } };
}

function searchExisting(simulation: Simulation, call: GraphCall): Reply {
  const given = readIdentifiers(simulation, call);
  if ('status' in given) return given;
  const found = given.flatMap((one) => simulation.store.get('identifiers', identifierKey(call.tenantId, one)) ?? []);
  return { status: 200, json: { value: found.map(listedIdentifier) } };
}

/** Corporate identifiers, beta only: they mark a device as the company's own and register nothing. */
export function identifierRoutes(simulation: Simulation): readonly Route[] {
  const read = graphGuard(simulation, 'read');
  const write = graphGuard(simulation, 'readWrite');
  const path = '/beta/deviceManagement/importedDeviceIdentities';
  const own = (call: GraphCall): readonly CorporateIdentifier[] =>
    [...simulation.store.all('identifiers')].filter((one) => sameText(one.customerTenantId, call.tenantId));
  return [
    {
      operation: 'intune.importIdentifiers',
      method: 'POST',
      path: `${path}/importDeviceIdentityList`,
      answer: write((call) => importList(simulation, call)),
    },
    {
      operation: 'intune.searchIdentifiers',
      method: 'POST',
      path: `${path}/searchExistingIdentities`,
      answer: write((call) => searchExisting(simulation, call)),
    },
    {
      operation: 'intune.listIdentifiers',
      method: 'GET',
      path,
      answer: read((call) =>
        graphPage(
          call,
          own(call).map((record) => ({
            filter: { importedDeviceIdentifier: record.identifier },
            json: listedIdentifier(record),
          })),
          simulation.behaviour().graphPageSize,
        ),
      ),
    },
    {
      operation: 'intune.deleteIdentifier',
      method: 'DELETE',
      path: `${path}/:identifier`,
      answer: write((call) => {
        const record = own(call).find(({ id }) => id === call.params['identifier']);
        if (!record) return refuseGraph({ status: 404, code: 404, text: 'Resource not found.' }, call);
        const key = identifierKey(call.tenantId, record);
        simulation.store.commit([{ in: 'identifiers', key, value: null }]);
        return { status: 204 };
      }),
    },
  ];
}
