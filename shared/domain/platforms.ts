import type { IdentityKind } from './identity.ts';

export type Platform = 'partnerCenter' | 'oemDirect' | 'intune' | 'm365AdminCenter' | 'storeForBusiness';

export interface PlatformCapabilities {
  readonly title: string;
  readonly accepts: readonly IdentityKind[];
  /** Upper bound of devices in one call; a connection may lower it, never raise it. */
  readonly maxDevices: number;
  readonly registers: 'api' | 'handOff' | 'retired';
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
    profile: 'assign',
  },
  oemDirect: {
    title: 'OEM Direct API',
    accepts: ['tuple', 'pkid'],
    maxDevices: 1000,
    registers: 'api',
    profile: 'no',
  },
  intune: {
    title: 'Microsoft Intune',
    accepts: ['hardwareHash'],
    maxDevices: 500,
    registers: 'api',
    profile: 'outside',
  },
  m365AdminCenter: {
    title: 'Microsoft 365 admin center',
    accepts: ['hardwareHash'],
    maxDevices: 1000,
    registers: 'handOff',
    profile: 'outside',
  },
  storeForBusiness: {
    title: 'Microsoft Store for Business',
    accepts: ['hardwareHash'],
    maxDevices: 1000,
    registers: 'retired',
    profile: 'no',
  },
};

/**
 * Does its listing show every Autopilot device of the customer? Intune's does; Partner Center shows only what the asking
 * partner registered (https://learn.microsoft.com/autopilot/registration-overview).
 */
export const listsEveryDevice = (platform: Platform): boolean => platform === 'intune';
