import { deviceKeys } from '../../domain/device-key.ts';
import type { Plan } from '../../domain/planning/plan.ts';
import { platforms } from '../../domain/platforms.ts';
import type { Reason } from '../../domain/reason.ts';
import type { Forecast, Reach } from '../../domain/reporting/report.ts';
import type { Connection } from '../../domain/settings/connection.ts';
import { AccessDenied, ServiceUnavailable } from '../../errors.ts';
import type { Devices, Plans, PlatformClient, Settings } from '../../ports.ts';
import { usualSeconds } from '../release.ts';

/** What a check finds out beyond the rows themselves. */
export interface ForecastResult {
  readonly forecast: Forecast;
  /** Did we register the device of this place before, for the same customer? */
  isKnown(chunk: number, position: number): boolean;
}

export type MakeForecast = (plan: Plan) => Promise<ForecastResult>;

type PlannedChunks = Plan['chunks'];

/**
 * Says what sending a checked file would take. It reads the ledger and asks each connection whether it may register for
 * a customer; nothing is ever sent.
 */
export function makeForecaster(deps: {
  readonly settings: Settings;
  readonly plans: Plans;
  readonly devices: Devices;
  readonly clientOf: (connection: Connection) => PlatformClient;
  /** Milliseconds a platform's job usually takes at most, where the connection does not say. */
  readonly usualJob: number;
}): MakeForecast {
  const { settings, plans, devices, clientOf, usualJob } = deps;

  const ask = async (
    connection: Connection,
    chunk: PlannedChunks[number],
    uploadId: string,
  ): Promise<Reason | true> => {
    const { customerTenantId: tenantId, customerDomain: domain } = chunk;
    const customer = { tenantId, ...(domain === undefined ? {} : { domain }) };
    try {
      const context = { correlationId: uploadId, onCall: () => undefined };
      const permit = await clientOf(connection).registrar.permit(customer, context);
      return permit.kind === 'granted' ? true : permit.reason;
    } catch (error) {
      if (error instanceof AccessDenied) return { code: error.grant };
      if (error instanceof ServiceUnavailable) return { code: 'platform_unavailable' };
      throw error;
    }
  };

  const reachOf = async (plan: Plan, connections: ReadonlyMap<string, Connection>): Promise<readonly Reach[]> => {
    const pairs = new Map(
      plan.chunks.map((chunk) => [JSON.stringify([chunk.connectionId, chunk.customerTenantId]), chunk]),
    );
    const reach: Reach[] = [];
    for (const chunk of pairs.values()) {
      const { connectionId, platform, customerTenantId, customerName } = chunk;
      const who = { connectionId, platform, customerTenantId, customerName };
      const connection = connections.get(connectionId);
      if (platforms[platform].registers !== 'api') reach.push({ ...who, answer: 'notAsked' });
      else if (connection === undefined) {
        reach.push({ ...who, answer: 'no', reason: { code: 'connection_missing' } });
      } else {
        const answer = await ask(connection, chunk, plan.uploadId);
        if (answer === true) reach.push({ ...who, answer: 'yes' });
        else reach.push({ ...who, answer: answer.code === 'platform_unavailable' ? 'unknown' : 'no', reason: answer });
      }
    }
    return reach;
  };

  const knownOf = async (plan: Plan): Promise<ReadonlyMap<number, ReadonlySet<number>>> => {
    const known = new Map<number, ReadonlySet<number>>();
    for (const { chunk, connectionId, customerTenantId } of plan.chunks) {
      const keys = (await plans.readChunk(plan, chunk)).map(({ identity }) => deviceKeys(identity)[0]);
      const rows = await devices.known(plan.partnerId, connectionId, customerTenantId, keys);
      known.set(chunk, new Set(keys.flatMap((key, position) => (rows.has(key) ? [position] : []))));
    }
    return known;
  };

  return async (plan) => {
    const found = await settings.ofPartner(plan.partnerId);
    const connections = found.kind === 'found' ? found.connections : new Map<string, Connection>();
    const known = await knownOf(plan);
    const sent = plan.chunks.filter(({ platform }) => platforms[platform].registers === 'api');
    return {
      forecast: {
        chunks: plan.chunks.length,
        calls: 2 * sent.length,
        seconds: usualSeconds(sent, connections, usualJob),
        known: [...known.values()].reduce((sum, { size }) => sum + size, 0),
        customers: await reachOf(plan, connections),
      },
      isKnown: (chunk, position) => known.get(chunk)?.has(position) === true,
    };
  };
}
