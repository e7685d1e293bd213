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

var roles = loadJsonContent('../roles.json')
// Officer, not User: a refresh token that Entra rotates is written back.
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

resource app 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, appPrincipalId, officer)
  scope: vault
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', officer)
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

output name string = vault.name
output uri string = vault.properties.vaultUri
