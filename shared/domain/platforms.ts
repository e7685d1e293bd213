import type { OtherAction } from './device-action.ts';
import type { IdentityKind } from './identity.ts';

export type Platform = 'partnerCenter' | 'oemDirect' | 'intune' | 'm365AdminCenter' | 'storeForBusiness';

export interface PlatformCapabilities {
  readonly title: string;
  readonly accepts: readonly IdentityKind[];
  /** Upper bound of devices in one call; a connection may lower it, never raise it. */
  readonly maxDevices: number;
  readonly registers: 'api' | 'handOff' | 'retired';
  /**
   * What can be done with a device that is registered there. `anew`: only by removing it and registering it again. To move one
   * is to deregister it at one place and to register it at another.
   */
  readonly actions: Readonly<Partial<Record<Exclude<OtherAction, 'move'>, 'direct' | 'anew'>>>;
  /** What the platform can do about the deployment profile. */
  readonly profile: 'assign' | 'no' | 'outside';
}

/**
 * What each of Microsoft's platforms takes.
 * Source: the registration table of https://learn.microsoft.com/autopilot/manual-registration (2024-06-11).
 */
export const platforms: Readonly<Record<Platform, PlatformCapabilities>> = {
  partnerCenter: {
    title: 'Partner Center',
    accepts: ['tuple', 'pkid', 'hardwareHash'],
    maxDevices: 1000,
    registers: 'api',
    // The batch is the tag, and no call moves a device to another batch.
    actions: { deregister: 'direct', changeTag: 'anew' },
    profile: 'assign',
  },
  oemDirect: {
    title: 'OEM Direct API',
    accepts: ['tuple', 'pkid'],
    maxDevices: 1000,
    registers: 'api',
    actions: { deregister: 'direct' },
    profile: 'no',
  },
  intune: {
    title: 'Microsoft Intune',
    accepts: ['hardwareHash'],
    maxDevices: 500,
    registers: 'api',
    actions: { deregister: 'direct', changeTag: 'direct', corporateIdentifier: 'direct' },
    profile: 'outside',
  },
  m365AdminCenter: {
    title: 'Microsoft 365 admin center',
    accepts: ['hardwareHash'],
    maxDevices: 1000,
    registers: 'handOff',
    actions: {},
    profile: 'outside',
  },
  storeForBusiness: {
    title: 'Microsoft Store for Business',
    accepts: ['hardwareHash'],
    maxDevices: 1000,
    registers: 'retired',
    actions: {},
    profile: 'no',
  },
};

/**
 * Does its listing show every Autopilot device of the customer? Intune's does; Partner Center shows only what the asking
 * partner registered (https://learn.microsoft.com/autopilot/registration-overview).
 */
export const listsEveryDevice = (platform: Platform): boolean => platform === 'intune';

/** Does it find a device by its PKID? Partner Center's list shows none; OEM Direct takes a device by it. */
export const listsPkids = (platform: Platform): boolean => platform !== 'partnerCenter';
