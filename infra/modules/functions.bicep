metadata description = 'The app on Flex Consumption: Node, run from a package in storage, everything reached with its own identity.'

param token string
param name string
@description('Client id of the application people sign in to; empty: nobody can sign in with an account.')
param signInClientId string
@description('Object ids of the operators, separated by commas.')
param operatorIds string
param location string
param tags object
param identityName string
param deploymentIdentityName string
param storageName string
param packageContainer string
param vaultName string
param insightsName string
param subnetId string
param zoneRedundant bool
@description('Internet address ranges the page and the API answer to; none: any.')
param addressRanges array
param maximumInstances int
param alwaysReadyInstances int
param repairSchedule string
param sweepSchedule string
param expireSchedule string
param retentionDays int
param reconcileSchedule string
param keepSignedInSchedule string
param appSettings object

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource deploymentIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: deploymentIdentityName
}

resource storage 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: storageName
}

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: vaultName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: 'plan-${token}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true, zoneRedundant: zoneRedundant }
}

// Event Grid delivers over the Internet only, so the app keeps a public address; in private mode it answers there to Event Grid and
// to the ranges that were named. Private endpoints pass by these rules.
var closed = !empty(subnetId)
var mayCall = concat(
  [{ name: 'event-grid', priority: 100, action: 'Allow', tag: 'ServiceTag', ipAddress: 'AzureEventGrid' }],
  map(addressRanges, (range, index) => {
    name: 'range-${index}'
    priority: 200 + index
    action: 'Allow'
    tag: 'Default'
    ipAddress: range
  })
)

resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: name
  location: location
  tags: tags
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {}, '${deploymentIdentity.id}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    // The host's own /admin, which a master key would open.
    #disable-next-line BCP037 // Documented, and missing in the schema.
    functionsRuntimeAdminIsolationEnabled: true
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    functionAppConfig: {
      runtime: { name: 'node', version: '24' }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${storage.properties.primaryEndpoints.blob}${packageContainer}'
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: deploymentIdentity.id }
        }
      }
      scaleAndConcurrency: {
        instanceMemoryMB: 2048
        maximumInstanceCount: maximumInstances
        alwaysReady: alwaysReadyInstances > 0 ? [{ name: 'blob', instanceCount: alwaysReadyInstances }] : []
      }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ipSecurityRestrictionsDefaultAction: closed ? 'Deny' : 'Allow'
      ipSecurityRestrictions: closed ? mayCall : []
      scmIpSecurityRestrictionsUseMain: false
      ftpsState: 'Disabled'
      http20Enabled: true
    }
  }
}

// The app proves itself with its identity: no secret, nothing that runs out.
var assertionSetting = 'OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID'
var signInSettings = empty(signInClientId)
  ? {}
  : {
      SIGN_IN: 'entra'
      OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID: identity.properties.clientId
      WEBSITE_AUTH_AAD_ALLOWED_TENANTS: tenant().tenantId
    }

// Who asks is found out here, and what they may do in the app: a personal link needs no account, so nobody is turned away
// at the door. Event Grid calls /runtime/webhooks with a key of its own and no token: authentication in front of it would
// answer 401, and dropped files would be seen by the sweep only.
resource signIn 'Microsoft.Web/sites/config@2024-11-01' = if (!empty(signInClientId)) {
  parent: app
  name: 'authsettingsV2'
  properties: {
    platform: { enabled: true, runtimeVersion: '~1' }
    globalValidation: {
      requireAuthentication: false
      unauthenticatedClientAction: 'AllowAnonymous'
      redirectToProvider: 'azureactivedirectory'
      excludedPaths: ['/runtime/webhooks/*']
    }
    httpSettings: { requireHttps: true, routes: { apiPrefix: '/.auth' } }
    identityProviders: {
      azureActiveDirectory: {
        enabled: true
        registration: {
          openIdIssuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
          clientId: signInClientId
          clientSecretSettingName: assertionSetting
        }
        validation: {
          allowedAudiences: ['api://${signInClientId}', signInClientId]
          defaultAuthorizationPolicy: { allowedApplications: [signInClientId] }
        }
      }
    }
    login: { tokenStore: { enabled: false }, preserveUrlFragmentsForLogins: false }
  }
  dependsOn: [settings]
}

// With local auth off everywhere none of these opens anything: they are addresses.
resource settings 'Microsoft.Web/sites/config@2024-11-01' = {
  parent: app
  name: 'appsettings'
  properties: union(appSettings, signInSettings, {
    AzureWebJobsStorage__credential: 'managedidentity'
    AzureWebJobsStorage__clientId: identity.properties.clientId
    AzureWebJobsStorage__blobServiceUri: storage.properties.primaryEndpoints.blob
    AzureWebJobsStorage__queueServiceUri: storage.properties.primaryEndpoints.queue
    AzureWebJobsStorage__tableServiceUri: storage.properties.primaryEndpoints.table
    APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
    APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.properties.clientId};Authorization=AAD'
    // Alerts and runbooks read single lines: the host's exporter would else keep five traces a second and their lines.
    OTEL_TRACES_SAMPLER: 'microsoft.fixed_percentage'
    OTEL_TRACES_SAMPLER_ARG: '1.0'
    APPLICATION_INSIGHTS_NO_STATSBEAT: 'true'
    OPERATOR_IDS: operatorIds
    // The page is served at the app's own root.
    AzureWebJobsDisableHomepage: 'true'
    KEY_VAULT_URI: vault.properties.vaultUri
    REPAIR_SCHEDULE: repairSchedule
    SWEEP_SCHEDULE: sweepSchedule
    EXPIRE_SCHEDULE: expireSchedule
    RETENTION_DAYS: string(retentionDays)
    RECONCILE_SCHEDULE: reconcileSchedule
    KEEP_SIGNED_IN_SCHEDULE: keepSignedInSchedule
  })
}

resource ftpPublishing 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {
  parent: app
  name: 'ftp'
  properties: { allow: false }
}

resource scmPublishing 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {
  parent: app
  name: 'scm'
  properties: { allow: false }
}

output name string = app.name
output id string = app.id
