/**
 * What `authsettingsV2` may hold, as far as Entra ID is concerned
 * (https://learn.microsoft.com/azure/templates/microsoft.web/sites/config-authsettingsv2). A misspelt name is taken and ignored.
 */
const known: readonly string[] = [
  ...['enabled', 'runtimeVersion', 'configFilePath'].map((name) => `platform.${name}`),
  ...['requireAuthentication', 'unauthenticatedClientAction', 'redirectToProvider', 'excludedPaths'].map(
    (name) => `globalValidation.${name}`,
  ),
  ...['requireHttps', 'routes.apiPrefix', 'forwardProxy.convention'].map((name) => `httpSettings.${name}`),
  ...[
    ...['enabled', 'isAutoProvisioned', 'login.disableWWWAuthenticate', 'login.loginParameters'],
    ...['clientId', 'clientSecretSettingName', 'openIdIssuer'].map((name) => `registration.${name}`),
    ...['allowedAudiences', 'jwtClaimChecks.allowedClientApplications', 'jwtClaimChecks.allowedGroups'].map(
      (name) => `validation.${name}`,
    ),
    ...['allowedApplications', 'allowedPrincipals.groups', 'allowedPrincipals.identities'].map(
      (name) => `validation.defaultAuthorizationPolicy.${name}`,
    ),
  ].map((name) => `identityProviders.azureActiveDirectory.${name}`),
  ...[
    ...['preserveUrlFragmentsForLogins', 'allowedExternalRedirectUrls', 'routes.logoutEndpoint'],
    ...['tokenStore.enabled', 'tokenStore.tokenRefreshExtensionHours'],
    ...['cookieExpiration.convention', 'cookieExpiration.timeToExpiration'],
    ...['nonce.nonceExpirationInterval', 'nonce.validateNonce'],
  ].map((name) => `login.${name}`),
];

const actions: readonly string[] = ['AllowAnonymous', 'RedirectToLoginPage', 'Return401', 'Return403'];

/** Settings below `properties`, each as a path. */
function settingsIn(resource: string): readonly string[] {
  const bare = resource.replaceAll(/'(?:[^'\\]|\\.)*'/g, "''").replaceAll(/\/\/.*$/gm, '');
  const [, properties = ''] = /\n {2}properties: \{([\s\S]*?)\n {2}\}/.exec(bare) ?? [];
  const path: string[] = [];
  const found: string[] = [];
  for (const [, name, opens, closes] of properties.matchAll(/(\w+):\s*(\{)?|(\})/g)) {
    if (closes !== undefined) path.pop();
    else if (name !== undefined && opens !== undefined) path.push(name);
    else if (name !== undefined) found.push([...path, name].join('.'));
  }
  return found;
}

/** What of App Service Authentication's settings the platform does not know. */
export function authSettingsFaults(resources: readonly string[]): readonly string[] {
  const [resource, ...others] = resources.filter((one) => one.includes("name: 'authsettingsV2'"));
  if (resource === undefined || others.length > 0) return ['there is not one resource authsettingsV2'];
  const settings = settingsIn(resource);
  const action = /unauthenticatedClientAction: '(\w+)'/.exec(resource)?.[1] ?? '';
  return [
    ...(settings.length === 0 ? ['authsettingsV2 has no settings that can be read'] : []),
    ...settings.filter((name) => !known.includes(name)).map((name) => `authsettingsV2 has no setting ${name}`),
    ...(actions.includes(action) ? [] : [`authsettingsV2 knows no unauthenticatedClientAction ${action}`]),
  ];
}
