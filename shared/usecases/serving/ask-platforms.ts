import { requestIdOf } from '../../domain/ids.ts';
import type { Language } from '../../domain/language.ts';
import { customerFault, makeCustomersNamed } from '../../domain/planning/customer.ts';
import { listsEveryDevice, type Platform, platforms } from '../../domain/platforms.ts';
import type { Reason } from '../../domain/reason.ts';
import type { Located, LocatedDevice, WantedDevice } from '../../domain/registering/device-actions.ts';
import { explained } from '../../domain/reporting/report-lines.ts';
import type { Connection } from '../../domain/settings/connection.ts';
import type { Customer } from '../../domain/settings/partner.ts';
import { suspendedBy } from '../../domain/settings/suspension.ts';
import { texts } from '../../domain/texts/texts.ts';
import { longestAsking } from '../../domain/waits.ts';
import { AccessDenied, ContractViolation, ServiceUnavailable } from '../../errors.ts';
import type { Clock, DeviceSearch, PlatformClient, Settings, Suspensions } from '../../ports.ts';
import { wantedOf } from './find-device.ts';

/** What one platform says of a device of one customer at this moment. */
export interface PlatformAnswer {
  readonly platform: Platform;
  readonly connectionId: string;
  readonly customer: string;
  /** `unclear`: its list can't tell; `cannotBeAsked`: it has no list, or must not be called; `failed`: it did not answer. */
  readonly answer: 'listed' | 'notListed' | 'unclear' | 'cannotBeAsked' | 'failed';
  /** What that means, where the word alone does not say it. */
  readonly happened?: string;
  readonly serial?: string;
  readonly manufacturer?: string;
  readonly model?: string;
  readonly groupTag?: string;
  readonly assignedUser?: string;
  /** Name or id of its deployment profile, as far as the platform shows one. */
  readonly profile?: string;
  /** Is it enrolled? Absent: the platform does not show it. */
  readonly enrolled?: boolean;
}

export interface PlatformAnswers {
  readonly answers: readonly PlatformAnswer[];
  /** Pairs of customer and connection nobody was asked for, because there are too many. */
  readonly notAsked: number;
}

/** `customer`: only this one's (id, domain, alias or name). Undefined: the settings can't be used, or know no such customer. */
export type AskPlatforms = (
  partnerId: string,
  asked: { readonly device: string; readonly customer?: string },
) => Promise<PlatformAnswers | undefined>;

interface Place {
  readonly connection: Connection;
  readonly customer: Customer;
}

/** Each one may go through a whole list. */
const mostPlaces = 12;

const isPkid = (text: string): boolean => /^\d{13}$/.test(text);

/** The same text may be a PKID or a serial number; each is looked for by itself. */
const wantedDevices = (device: string): readonly WantedDevice[] => [
  { position: 0, serial: device },
  ...(isPkid(device) ? [{ position: 1, pkid: device }] : []),
];

/** Has the platform no list? It may say so by wanting to hear the whole device. */
const isUnlisted = (one: Located): boolean =>
  one.kind === 'unlisted' || (one.kind === 'notResolvable' && one.reason.code === 'whole_identity_needed');

const shown = (platform: Platform, device: LocatedDevice) => {
  const { serial, manufacturer, model, groupTag, assignedUser, profile } = device;
  return {
    ...(serial === undefined ? {} : { serial }),
    ...(manufacturer === undefined ? {} : { manufacturer }),
    ...(model === undefined ? {} : { model }),
    ...(groupTag === undefined ? {} : { groupTag }),
    ...(assignedUser === undefined ? {} : { assignedUser }),
    ...(profile === undefined ? {} : { profile }),
    ...(platform === 'intune' ? { enrolled: device.managedDeviceId !== undefined } : {}),
  };
};

/** Asks the platforms themselves, now: what the ledger and the reports say may be long ago. */
export function makeAskPlatforms(deps: {
  readonly clock: Clock;
  readonly settings: Settings;
  readonly suspensions: Pick<Suspensions, 'list'>;
  readonly devices: DeviceSearch;
  readonly clientOf: (connection: Connection) => PlatformClient;
  /** Absent: the partner's own. */
  readonly language?: Language | undefined;
}): AskPlatforms {
  const { clock, settings, suspensions, devices, clientOf } = deps;

  const askOne = async (partnerId: string, device: string, { connection, customer }: Place, signal: AbortSignal) => {
    const { platform, connectionId } = connection;
    const because = (answer: PlatformAnswer['answer'], reason: Reason) => [{ answer, reason }] as const;
    const stopped = suspendedBy(await suspensions.list(), partnerId, connectionId);
    if (stopped !== undefined) return because('cannotBeAsked', { code: stopped });
    const { title, registers } = platforms[platform];
    const cannot: Reason = { code: 'platform_cannot_be_asked', params: { platform: title } };
    const actions = registers === 'api' ? clientOf(connection).deviceActions : undefined;
    if (actions === undefined) return because('cannotBeAsked', cannot);
    const { customerTenantId: tenantId, domains: [domain] = [] } = customer;
    const correlationId = requestIdOf(`ask ${partnerId} ${connectionId} ${tenantId} ${clock.now().toISOString()}`, 0);
    let located: readonly Located[];
    try {
      located = await actions.locate({ tenantId, ...(domain === undefined ? {} : { domain }) }, wantedDevices(device), {
        correlationId,
        onCall: () => undefined,
        signal,
      });
    } catch (error) {
      if (signal.aborted) return because('failed', { code: 'asking_took_too_long' });
      if (error instanceof AccessDenied) return because('failed', { code: error.grant });
      if (error instanceof ServiceUnavailable) return because('failed', { code: error.code });
      if (error instanceof ContractViolation) return because('failed', { code: 'listing_unreadable' });
      throw error;
    }
    const found = located.flatMap((one) => {
      if (one.kind === 'one') return [one.device];
      return one.kind === 'several' ? one.devices : [];
    });
    if (found.length > 0) return found.map((one) => ({ answer: 'listed' as const, device: one }));
    if (located.some(isUnlisted)) return because('cannotBeAsked', cannot);
    for (const one of located) if (one.kind === 'notResolvable') return because('unclear', one.reason);
    return listsEveryDevice(platform)
      ? [{ answer: 'notListed' as const }]
      : because('notListed', { code: 'lists_only_ours', params: { platform: title } });
  };

  return async (partnerId, { device: text, customer: named }) => {
    const device = text.trim();
    const read = await settings.ofPartner(partnerId);
    if (read.kind !== 'found') return undefined;
    const { partner, connections } = read;
    const customers = named === undefined ? partner.customers : makeCustomersNamed(partner)(named);
    if (named !== undefined && customers.length === 0) return undefined;
    const all = customers.flatMap((customer) =>
      (customer.connections ?? partner.connections).flatMap((id): readonly Place[] => {
        const connection = connections.get(id);
        const fault = customerFault(partner, customer.customerTenantId, id);
        return connection === undefined || fault !== undefined ? [] : [{ connection, customer }];
      }),
    );
    const known = new Set<string>();
    if (named === undefined)
      for await (const rows of devices.search(partnerId, wantedOf({ device })))
        for (const { connectionId, customerTenantId } of rows) known.add(`${connectionId} ${customerTenantId}`);
    const isKnown = ({ connection, customer }: Place): boolean =>
      known.has(`${connection.connectionId} ${customer.customerTenantId}`);
    const places = all.some(isKnown) ? all.filter(isKnown) : all;
    const asked = places.slice(0, mostPlaces);
    const words = texts(deps.language ?? partner.language);
    const signal = AbortSignal.timeout(longestAsking);
    const answers = await Promise.all(
      asked.map(async (place) => {
        const { connectionId, platform } = place.connection;
        const where = { platform, connectionId, customer: place.customer.name };
        return (await askOne(partnerId, device, place, signal)).map(
          (one): PlatformAnswer => ({
            ...where,
            answer: one.answer,
            ...('reason' in one ? { happened: explained(one.reason, words).happened } : {}),
            ...('device' in one ? shown(platform, one.device) : {}),
          }),
        );
      }),
    );
    return { answers: answers.flat(), notAsked: places.length - asked.length };
  };
}
