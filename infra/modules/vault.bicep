metadata description = 'Key Vault for platforms\' credentials: app secrets, certificates, refresh tokens.'

param name string
param location string
param tags object
param appPrincipalId string
param operatorPrincipalId string
param operatorPrincipalType string
param purgeProtection bool
param privateNetwork bool
param workspaceId string
param lockAgainstDeletion bool

var roles = loadJsonContent('../roles.json')
var officer = roles['Key Vault Secrets Officer']

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    // Once on it can't be turned off again, so off is said by saying nothing.
    enablePurgeProtection: purgeProtection ? true : null
    softDeleteRetentionInDays: 90
    publicNetworkAccess: privateNetwork ? 'Disabled' : 'Enabled'
    networkAcls: { bypass: 'AzureServices', defaultAction: privateNetwork ? 'Deny' : 'Allow' }
  }
}

// What the app does with secrets: it reads them, and writes a refresh token back that Entra has rotated. Built-in roles
// that may write may also delete, back up and restore.
resource secretsRole 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, 'secrets')
  properties: {
    roleName: 'Autopilot secrets: get and set (${name})'
    description: 'Reads secrets and sets new versions of them.'
    type: 'CustomRole'
    assignableScopes: [resourceGroup().id]
    permissions: [
      {
        actions: []
        notActions: []
        dataActions: [
          'Microsoft.KeyVault/vaults/secrets/getSecret/action'
          'Microsoft.KeyVault/vaults/secrets/setSecret/action'
        ]
        notDataActions: []
      }
    ]
  }
}

resource app 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, appPrincipalId, 'secrets')
  scope: vault
  properties: {
    roleDefinitionId: secretsRole.id
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
  }
}

resource operator 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(operatorPrincipalId)) {
  name: guid(vault.id, operatorPrincipalId, officer)
  scope: vault
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', officer)
    principalId: operatorPrincipalId
    principalType: operatorPrincipalType
  }
}

resource accessLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'access'
  scope: vault
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'AuditEvent', enabled: true }]
  }
}

resource lock 'Microsoft.Authorization/locks@2020-05-01' = if (lockAgainstDeletion) {
  name: 'keep'
  scope: vault
  properties: { level: 'CanNotDelete', notes: 'Sign-ins of all connections.' }
}

output name string = vault.name
output id string = vault.id
output uri string = vault.properties.vaultUri
