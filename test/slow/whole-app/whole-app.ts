import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readChunkMessage, readReportMessage } from '../../../functions/messages.ts';
import { startStorage } from '../../../local/storage.ts';
import { readAudit } from '../../../shared/adapters/storage/audit-reader.ts';
import { connectStorage, createStorage } from '../../../shared/adapters/storage/clients.ts';
import { containers, queues } from '../../../shared/adapters/storage/names.ts';
import { makeApp } from '../../../shared/app.ts';
import { readConfig } from '../../../shared/config.ts';
import { uploadIdOf } from '../../../shared/domain/ids.ts';
import type { Partner } from '../../../shared/domain/settings/partner.ts';
import { generateSecrets } from '../../../simulators/generate-secrets.ts';
import { startSimulators } from '../../../simulators/start-simulators.ts';
import type { World } from '../../../simulators/world.ts';
import { everyOf } from '../../fakes/every-of.ts';

const guid = (last: string): string => `00000000-0000-4000-8000-00000000${last}`;

export const tenants = { distributor: guid('d001'), cloud: guid('d002') } as const;
export const contoso = guid('c001');
export const northwind = guid('c002');
export const adatum = guid('c004');

/** Two partner tenants; each customer is a customer of both, so that only our settings keep them apart. */
const world: World = {
  partners: [
    { tenantId: tenants.distributor, name: 'Distributor' },
    { tenantId: tenants.cloud, name: 'Cloud' },
  ],
  apps: [{ clientId: guid('a001') }, { clientId: guid('a002') }],
  customers: (
    [
      [contoso, 'contoso'],
      [northwind, 'northwind'],
      [adatum, 'adatum'],
    ] as const
  ).map(([tenantId, name]) => ({
    tenantId,
    domain: `${name}.example`,
    name,
    resellers: [tenants.distributor, tenants.cloud],
  })),
};

/** A row of a CSV a partner drops. */
export const header = 'Device Serial Number,Windows Product ID,Hardware Hash,Manufacturer name,Device model';
export const rowOf = (serial: string): string => `${serial},,,LENOVO,20XW`;
export const csvOf = (...serials: readonly string[]): string => `${[header, ...serials.map(rowOf)].join('\r\n')}\r\n`;

/** A partner of one customer, on the connections given. */
export const aPartner = (
  partnerId: string,
  customerTenantId: string,
  connections: readonly string[] = ['shared'],
): Partner => ({
  partnerId,
  name: `${partnerId} Ltd`,
  connections,
  customers: [{ customerTenantId, name: `customer of ${partnerId}`, defaultGroupTag: `${partnerId}-tag` }],
});

/** What a dropped file ended in. */
export interface JsonReport {
  readonly kind: string;
  readonly refused?: { readonly code: string };
  readonly summary: { readonly counts: Readonly<Record<string, number>> };
  readonly rows: readonly { readonly status: string; readonly code?: string; readonly cells: readonly string[] }[];
}

/**
 * The whole app on the storage emulator and the simulators, all in this process. Queue messages are delivered by hand,
 * and the app's clock is moved instead of waiting: `settle` goes on until nothing is left to do.
 */
export async function startWholeApp(partners: readonly Partner[]) {
  const folder = await mkdtemp(join(tmpdir(), 'whole-app-'));
  const accepted = generateSecrets(world);
  const [storage, simulators] = await Promise.all([
    startStorage(),
    startSimulators({ world, secrets: accepted, jobMilliseconds: 1 }),
  ]);
  const { connectionString } = storage;
  await createStorage(connectionString);
  const clients = connectStorage({ kind: 'connectionString', connectionString });
  const container = (name: keyof typeof containers) => clients.blobs.getContainerClient(containers[name]);
  const put = async (name: keyof typeof containers, blob: string, text: string): Promise<string> => {
    const { etag = '' } = await container(name).getBlockBlobClient(blob).upload(text, Buffer.byteLength(text));
    return etag.replaceAll('"', '');
  };

  const secretsOf = (connectionId: string, at: 0 | 1): Readonly<Record<string, string>> => {
    const clientId = world.apps[at]?.clientId ?? '';
    const tenantId = world.partners[at]?.tenantId;
    const refresh = accepted.refreshTokens?.find((kept) => kept.clientId === clientId && kept.tenantId === tenantId);
    return {
      [`${connectionId}-app`]: accepted.clientSecrets?.[clientId] ?? '',
      [`${connectionId}-refresh`]: refresh?.token ?? '',
    };
  };
  const addConnection = async (connectionId: string, at: 0 | 1, exclusiveTo?: string): Promise<void> => {
    for (const [name, value] of Object.entries(secretsOf(connectionId, at))) await writeFile(join(folder, name), value);
    const connection = {
      connectionId,
      platform: 'partnerCenter',
      name: `connection ${connectionId}`,
      baseUrl: simulators.partnerCenterUrl,
      authority: simulators.entraUrl,
      partnerTenantId: world.partners[at]?.tenantId,
      clientId: world.apps[at]?.clientId,
      credential: { kind: 'secret', secret: `${connectionId}-app` },
      signIn: { kind: 'appUser', refreshToken: `${connectionId}-refresh` },
      usualJobSeconds: 20,
      ...(exclusiveTo === undefined ? {} : { exclusiveTo }),
    };
    await put('settings', `connections/${connectionId}.json`, JSON.stringify(connection));
  };
  await addConnection('shared', 0);
  await addConnection('own', 1, partners[1]?.partnerId);
  const putPartner = (partner: Partner) =>
    put('settings', `partners/${partner.partnerId}.json`, JSON.stringify(partner));
  for (const partner of partners) await putPartner(partner);

  let ahead = 0;
  const clock = { now: () => new Date(Date.now() + ahead) };
  const app = makeApp(readConfig({ AzureWebJobsStorage: connectionString, SECRETS_FOLDER: folder }), { clock });
  /** What went wrong in a message or a repair, as the host would see it. */
  const refused: Error[] = [];

  /** Delivers what is visible in the queues, once. */
  const deliver = async (): Promise<number> => {
    let delivered = 0;
    const take = async (queue: string, act: (message: unknown) => Promise<unknown>): Promise<void> => {
      const client = clients.queues.getQueueClient(queue);
      for (;;) {
        const { receivedMessageItems } = await client.receiveMessages({ numberOfMessages: 32 });
        if (receivedMessageItems.length === 0) return;
        for (const { messageId, popReceipt, messageText } of receivedMessageItems) {
          delivered += 1;
          const message: unknown = JSON.parse(Buffer.from(messageText, 'base64').toString('utf8'));
          await act(message).catch((error: Error) => refused.push(error));
          await client.deleteMessage(messageId, popReceipt);
        }
      }
    };
    await take(queues.chunks, async (message) => app.registerChunk(readChunkMessage(message, 'message')));
    await take(queues.reports, async (message) => app.writeReport(readReportMessage(message, 'message')));
    return delivered;
  };

  const pass = (minutes: number): void => {
    ahead += minutes * 60_000;
  };

  /** Repairs and delivers until every upload of these partners has its final report (or the rounds are over). */
  const settle = async (rounds = 6): Promise<void> => {
    for (let round = 0; round < rounds; round++) {
      while ((await deliver()) > 0);
      const open = await everyOf(clients.table('open').listEntities());
      if (open.length === 0) return;
      pass(6);
      await app.repair().catch((error: Error) => refused.push(error));
    }
  };

  const drop = async (blobName: string, text: string): Promise<string> =>
    uploadIdOf(containers.uploads, blobName, await put('uploads', blobName, text));

  return {
    app,
    clock,
    clients,
    container,
    connectionString,
    simulators,
    refused,
    put,
    putPartner,
    drop,
    pass,
    deliver,
    settle,
    /** Drops a file and plans it. */
    intake: async (blobName: string, text: string): Promise<string> => {
      const uploadId = await drop(blobName, text);
      await app.intakeUpload(blobName);
      return uploadId;
    },
    names: async (name: keyof typeof containers): Promise<readonly string[]> =>
      (await everyOf(container(name).listBlobsFlat())).map((blob) => blob.name),
    report: async (uploadId: string): Promise<JsonReport> => {
      for await (const blob of container('reports').listBlobsFlat()) {
        if (!blob.name.includes(`-${uploadId.slice(0, 6)}.report.json`)) continue;
        return JSON.parse((await container('reports').getBlobClient(blob.name).downloadToBuffer()).toString('utf8'));
      }
      throw new Error(`Upload ${uploadId} has no report.`);
    },
    audit: (partnerId: string) => everyOf(readAudit(container('audit'), partnerId)),
    /** What the platforms really hold and saw. */
    truth: async (path: string): Promise<{ readonly [list: string]: readonly object[] }> =>
      JSON.parse(await (await fetch(`${simulators.adminUrl}${path}`)).text()),
    stop: async () => {
      await Promise.all([storage.stop(), simulators.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type WholeApp = Awaited<ReturnType<typeof startWholeApp>>;
