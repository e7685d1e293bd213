import type { Explanation } from './explanation.ts';

/** What a person has to grant, renew or correct before a connection (or a customer on it) works again. */
export const grantReasons = {
  relationship_missing: {
    happened: 'The customer has no reseller relationship with the partner tenant of this connection.',
    advice: 'Send the customer the invitation link; the rows go on by themselves once it is accepted.',
    who: 'customer',
  },
  'relationship_missing:link': {
    happened: 'The customer has no reseller relationship with the partner tenant of this connection.',
    advice: 'Send the customer this link; the rows go on by themselves once it is accepted: {link}',
    who: 'customer',
  },
  'oem_consent_missing:link': {
    happened: 'The customer has not allowed the device maker to register devices for them.',
    advice: 'Send the customer this link; a global administrator accepts it there: {link}',
    who: 'customer',
  },
  'graph_consent_missing:link': {
    happened: 'The customer has not allowed this app to manage Autopilot devices in their Intune.',
    advice:
      'Send the customer this link; an administrator of the customer consents there (Intune must be licensed): {link}',
    who: 'customer',
  },
  oem_consent_missing: {
    happened: 'The customer has not allowed the device maker to register devices for them.',
    advice: 'Send the customer the consent link; a global administrator accepts it there.',
    who: 'customer',
  },
  customer_domain_missing: {
    happened: 'The settings name no domain for this customer, and the device maker asks for one.',
    advice: "Add the customer's domain to the partner's settings; the rows go on by themselves.",
    who: 'operator',
  },
  graph_consent_missing: {
    happened: 'The customer has not allowed this app to manage Autopilot devices in their Intune.',
    advice:
      'An administrator of the customer consents to the app with the application permission DeviceManagementServiceConfig.ReadWrite.All; Intune must be licensed.',
    who: 'customer',
  },
  approval_needed: {
    happened:
      'The customer’s Intune wants a second administrator to approve what this app does (Multi Admin Approval); nothing was done yet.',
    advice:
      'An Intune administrator of the customer approves the requests (each removal and each change has its own) under Tenant administration, Multi Admin Approval, or excludes this app there. To notice the approval, the app needs the application permission DeviceManagementRBAC.Read.All.',
    who: 'customer',
  },
  consent_missing: {
    happened: 'Nobody has signed in for this connection yet.',
    advice: 'Run the connect command for this connection and sign in with multifactor authentication.',
    who: 'operator',
  },
  consent_expired: {
    happened: 'The stored sign-in of this connection has expired or was revoked.',
    advice: 'Run the connect command for this connection and sign in again.',
    who: 'operator',
  },
  reconsent_needed: {
    happened: 'Microsoft asks for multifactor authentication, which the stored sign-in does not have.',
    advice: 'Run the connect command for this connection and sign in again with multifactor authentication.',
    who: 'operator',
  },
  sign_in_blocked: {
    happened: 'A Conditional Access policy of the partner tenant blocks the sign-in of this connection.',
    advice:
      'An administrator of the partner tenant lets the account and this app through; the sign-in logs in Entra name the policy.',
    who: 'operator',
  },
  account_not_usable: {
    happened: 'The account this connection signs in with is disabled, was removed, or is not assigned to the app.',
    advice:
      'Enable the account or assign it to the app in Entra, or run the connect command and sign in with another one.',
    who: 'operator',
  },
  delegation_missing: {
    happened:
      'The customer has not given the partner delegated administration (GDAP) of Intune, or it has ended, or its role is not enough.',
    advice:
      'Ask the customer for delegated administration with the role Intune Administrator; the rows go on by themselves.',
    who: 'customer',
  },
  app_disabled: {
    happened: 'The app registration of this connection is disabled in the tenant it signs in to.',
    advice: 'An administrator enables it in Entra under Enterprise applications.',
    who: 'operator',
  },
  secret_expired: {
    happened: 'The client secret this connection signs in with has expired.',
    advice: 'Make a new one in the app registration and store it under the same name, or use a certificate.',
    who: 'operator',
  },
  credential_missing: {
    happened: 'The secret or certificate this connection names does not exist.',
    advice: "Store it under the name the connection's settings give, or correct the name.",
    who: 'operator',
  },
  credential_rejected: {
    happened: 'The secret, certificate or key of this connection is not accepted.',
    advice: 'Renew it and store the new one under the same name.',
    who: 'operator',
  },
  certificate_expired: {
    happened: 'The certificate this connection signs in with has expired.',
    advice:
      'Make a new one, give it (without its key) to whoever checks it, the app registration or the device maker, and store it with its key under the same name.',
    who: 'operator',
  },
  certificate_unknown: {
    happened: 'The app registration does not know the certificate this connection signs in with.',
    advice:
      'Upload the certificate (without its key) to the app registration under Certificates & secrets, or store the one that is there, with its key, under the same name.',
    who: 'operator',
  },
  federation_missing: {
    happened: 'The app registration does not trust the managed identity of this deployment.',
    advice:
      "Add a federated credential to the app registration: issuer https://login.microsoftonline.com/{the identity's tenant}/v2.0, subject the identity's object id, audience api://AzureADTokenExchange.",
    who: 'operator',
  },
  managed_identity_missing: {
    happened: 'This deployment gets no token of the managed identity the connection names.',
    advice:
      "Assign the identity to the app, or correct credential.clientId in the connection's settings. A check on your own machine can't try it: only the app has the identity.",
    who: 'operator',
  },
  clock_wrong: {
    happened: 'Microsoft says that what the app signed is not valid now: the clocks differ.',
    advice: 'Set the clock of the machine the app runs on.',
    who: 'operator',
  },
  authority_wrong: {
    happened: 'Microsoft says that what the app signed is meant for another sign-in address.',
    advice: "Correct authority (and partnerTenantId) in the connection's settings: it names the cloud to sign in to.",
    who: 'operator',
  },
  tenant_unknown: {
    happened: 'Microsoft knows no tenant by the id in the settings.',
    advice: "Correct partnerTenantId in the connection's settings or the customer's tenant id, whichever is wrong.",
    who: 'operator',
  },
  app_unknown: {
    happened: 'The tenant in the settings does not know the app.',
    advice: 'Correct clientId or partnerTenantId: both are shown on the page of the app registration.',
    who: 'operator',
  },
  partner_role_missing: {
    happened: 'The signed-in account or the partner program lacks the rights to register devices.',
    advice: 'Give the account the role Admin agent or Sales agent in Partner Center, or check the program membership.',
    who: 'operator',
  },
  agreement_not_accepted: {
    happened: 'The partner tenant has not accepted the Microsoft Partner Agreement.',
    advice: 'An administrator of the partner tenant accepts it in Partner Center.',
    who: 'operator',
  },
  access_denied: {
    happened: 'The platform denies access and gives no reason that is known.',
    advice: 'Run the connection check command; it says what is missing.',
    who: 'operator',
  },
} as const satisfies Readonly<Record<string, Explanation>>;

/** A missing grant; `code:detail` keys are closer words for one of them. */
export type GrantCode = Exclude<keyof typeof grantReasons, `${string}:${string}`>;

/** Does a reason wait for a grant? */
export const isGrant = (code: string): code is GrantCode => Object.hasOwn(grantReasons, code) && !code.includes(':');

/** The connection's own sign-in is refused, whichever customer it is for. */
const signInGrants: ReadonlySet<string> = new Set<GrantCode>([
  'consent_missing',
  'consent_expired',
  'reconsent_needed',
  'sign_in_blocked',
  'account_not_usable',
  'app_disabled',
  'secret_expired',
  'credential_missing',
  'credential_rejected',
  'certificate_expired',
  'certificate_unknown',
  'federation_missing',
  'managed_identity_missing',
  'clock_wrong',
  'authority_wrong',
  'partner_role_missing',
  'agreement_not_accepted',
]);

/** Is the connection signed out, so that nothing goes through it? */
export const isSignedOut = (code: string): code is GrantCode => signInGrants.has(code);
