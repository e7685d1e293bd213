import type { PartnerCenterConnection } from '../../domain/settings/connection.ts';
import type {
  Batches,
  CallContext,
  DeviceActions,
  Finder,
  Lister,
  ProfileAssigner,
  Registrar,
  SignInKept,
} from '../../ports.ts';
import type { CheckFinding } from '../http/connection-check.ts';
import { makeHttp, timingOf } from '../http/http.ts';
import type { EntraPlatformDeps } from '../http/sign-in/entra.ts';
import { federatedToken } from '../http/sign-in/federated-token.ts';
import { makeAuthorized } from '../http/sign-in/with-bearer-token.ts';
import { grantBehind401, makePartnerCenterSignIn } from './auth.ts';
import { type Catalogue, makeCatalogue } from './catalogue.ts';
import { makePartnerCenterClient } from './client.ts';
import { checkConnection } from './connection-check.ts';
import { makePartnerCenterActions } from './device-actions.ts';
import { makePartnerCenterFinder } from './finder.ts';
import { makePartnerCenterLister } from './lister.ts';
import { makeProfiles, type Profiles } from './policies.ts';
import { makeProfileAssigner } from './profile-assigner.ts';
import { makePartnerCenterRegistrar } from './registrar.ts';

export interface PartnerCenterDeps extends EntraPlatformDeps {
  readonly connection: PartnerCenterConnection;
  readonly batches: Batches;
}

export interface PartnerCenter {
  readonly registrar: Registrar;
  readonly finder: Finder;
  readonly lister: Lister;
  readonly deviceActions: DeviceActions;
  readonly catalogue: Catalogue;
  readonly profiles: Profiles;
  readonly profileAssigner: ProfileAssigner;
  /** For the timer: redeems the refresh token, so that a new one takes its place. */
  readonly keepSignedIn: (context: CallContext) => Promise<SignInKept>;
  /** Tries what the connection needs and says in plain words what is missing. */
  readonly check: (context: CallContext, customerTenantId?: string) => Promise<readonly CheckFinding[]>;
}

/** One Partner Center connection with its own token; make it once and share it. */
export function makePartnerCenter(deps: PartnerCenterDeps): PartnerCenter {
  const { connection, clock } = deps;
  const timing = deps.timing ?? timingOf(connection.timeoutSeconds);
  const http = makeHttp({ ...deps, timing });
  const entraDeps = { ...deps, http, federatedToken: deps.federatedToken ?? federatedToken };
  const { tokens, keepSignedIn } = makePartnerCenterSignIn(entraDeps, connection);
  const client = makePartnerCenterClient(makeAuthorized(http, tokens, grantBehind401), connection);
  const catalogue = makeCatalogue(client, { seekDevicePages: connection.seekDevicePages ?? false });
  const profiles = makeProfiles(client, clock);
  return {
    registrar: makePartnerCenterRegistrar({ ...deps, client, catalogue }),
    finder: makePartnerCenterFinder(catalogue),
    lister: makePartnerCenterLister(catalogue),
    deviceActions: makePartnerCenterActions(client, catalogue),
    catalogue,
    profiles,
    profileAssigner: makeProfileAssigner({ catalogue, profiles, clock }),
    keepSignedIn,
    check: (context, customerTenantId) =>
      checkConnection({ tokens, client, signIn: connection.signIn.kind }, context, customerTenantId),
  };
}
