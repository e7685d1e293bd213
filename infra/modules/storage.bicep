metadata description = 'The one storage account: what partners drop and fetch, state, ledger, work, and the app\'s package. Entra identities only.'

param name string
param location string
param tags object
param appPrincipalId string
param operatorPrincipalId string
param operatorPrincipalType string
param redundancy string
param retentionDays int
param reportDays int
param auditDays int
param auditLocked bool
param privateNetwork bool
param partnerAddressRanges array
param workspaceId string
@description('Where the page is served from.')
param pageOrigin string

var roles = loadJsonContent('../roles.json')
// The list the code uses too.
var names = loadJsonContent('../../shared/adapters/storage/names.json')
var packageContainerName = 'app-package'
// How long a deleted or overwritten blob can be brought back at least (docs/operations.md says how long at most).
var undoDays = 14

var blobActions = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs'
var containerName = 'Microsoft.Storage/storageAccounts/blobServices/containers:name'
// All that changes a blob, of what Owner allows: https://learn.microsoft.com/azure/storage/blobs/storage-auth-abac-attributes
var changes = [
  'write'
  'add/action'
  'delete'
  'deleteBlobVersion/action'
  'permanentDelete/action'
  'move/action'
  'tags/write'
  'immutableStorage/runAsSuperUser/action'
  'manageOwnership/action'
  'modifyPermissions/action'
  'runAsSuperUser/action'
]
var noChange = join(map(changes, change => '!(ActionMatches{\'${blobActions}/${change}\'})'), ' AND ')
// The host needs Owner for its leases; but who is whose customer is the operator's to say, never the app's.
var notSettings = '((${noChange}) OR (@Resource[${containerName}] StringNotEquals \'${names.containers.settings}\'))'

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: redundancy }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: privateNetwork && empty(partnerAddressRanges) ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: privateNetwork ? 'Deny' : 'Allow'
      ipRules: [for range in partnerAddressRanges: { value: range, action: 'Allow' }]
    }
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2024-01-01' = {
  parent: account
  name: 'default'
  properties: {
    isVersioningEnabled: true
    deleteRetentionPolicy: { enabled: true, days: undoDays }
    containerDeleteRetentionPolicy: { enabled: true, days: undoDays }
    cors: {
      corsRules: [
        {
          // By a link for one file, from the page of this very app.
          allowedOrigins: [pageOrigin]
          allowedMethods: ['PUT']
          allowedHeaders: ['content-type', 'x-ms-blob-type']
          exposedHeaders: ['etag', 'x-ms-error-code']
          maxAgeInSeconds: 3600
        }
      ]
    }
  }
}

resource containers 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' = [
  for entry in items(names.containers): {
    parent: blobs
    name: entry.value
    properties: { publicAccess: 'None' }
  }
]

resource packageContainer 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' = {
  parent: blobs
  name: packageContainerName
  properties: { publicAccess: 'None' }
}

// A locked policy can no longer be written, only extended: once it is locked (docs/operations.md), it is left alone.
resource auditPolicy 'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies@2024-01-01' = if (!auditLocked) {
  name: '${account.name}/default/${names.containers.audit}/default'
  properties: {
    immutabilityPeriodSinceCreationInDays: auditDays
    allowProtectedAppendWrites: true
  }
  dependsOn: [containers]
}

// Ends of records: each is a blob made once, which nobody who can write to the record can change or remove.
resource headsPolicy 'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies@2024-01-01' = if (!auditLocked) {
  name: '${account.name}/default/${names.containers.heads}/default'
  properties: {
    immutabilityPeriodSinceCreationInDays: auditDays
    allowProtectedAppendWrites: false
  }
  dependsOn: [containers]
}

resource queueService 'Microsoft.Storage/storageAccounts/queueServices@2024-01-01' = {
  parent: account
  name: 'default'
}

resource queues 'Microsoft.Storage/storageAccounts/queueServices/queues@2024-01-01' = [
  for entry in items(names.queues): {
    parent: queueService
    name: entry.value
  }
]

// The host would make them with the first message nobody could handle; there from the start, they can be looked at.
resource poisonQueues 'Microsoft.Storage/storageAccounts/queueServices/queues@2024-01-01' = [
  for entry in items(names.queues): {
    parent: queueService
    name: '${entry.value}-poison'
  }
]

resource tableService 'Microsoft.Storage/storageAccounts/tableServices@2024-01-01' = {
  parent: account
  name: 'default'
}

resource tables 'Microsoft.Storage/storageAccounts/tableServices/tables@2024-01-01' = [
  for entry in items(names.tables): {
    parent: tableService
    name: entry.value
  }
]

resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2024-01-01' = {
  parent: account
  name: 'default'
  properties: {
    policy: {
      rules: [
        {
          // The app comes first, because it also writes down what it removed; this is for what it could not reach.
          name: 'uploads-and-state'
          type: 'Lifecycle'
          definition: {
            filters: {
              // A partner may drop any type; Azure's rules do not reach page blobs, the app does.
              blobTypes: ['blockBlob', 'appendBlob']
              // The host's receipts of blob events name the files that were dropped.
              prefixMatch: ['${names.containers.uploads}/', '${names.containers.state}/', 'azure-webjobs-hosts/blobreceipts/']
            }
            actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: retentionDays + 7 } } }
          }
        }
        {
          // Retry and hand-off files hold hashes on purpose; the app removes them with the uploads they came from.
          name: 'reports'
          type: 'Lifecycle'
          definition: {
            filters: { blobTypes: ['blockBlob'], prefixMatch: ['${names.containers.reports}/'] }
            actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: reportDays } } }
          }
        }
        {
          name: 'old-versions'
          type: 'Lifecycle'
          definition: {
            filters: { blobTypes: ['blockBlob'] }
            actions: { version: { delete: { daysAfterCreationGreaterThan: undoDays } } }
          }
        }
      ]
    }
  }
  dependsOn: [blobs]
}

resource appBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account.id, appPrincipalId, roles['Storage Blob Data Owner'])
  scope: account
  properties: {
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roles['Storage Blob Data Owner']
    )
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    conditionVersion: '2.0'
    condition: notSettings
  }
}

resource appWork 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in ['Storage Queue Data Contributor', 'Storage Table Data Contributor']: {
    name: guid(account.id, appPrincipalId, roles[role])
    scope: account
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles[role])
      principalId: appPrincipalId
      principalType: 'ServicePrincipal'
    }
  }
]

// The operator writes settings, reads reports and state, and moves messages back from a poison queue.
resource operator 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in ['Storage Blob Data Contributor', 'Storage Queue Data Contributor', 'Storage Table Data Contributor']: if (!empty(operatorPrincipalId)) {
    name: guid(account.id, operatorPrincipalId, roles[role])
    scope: account
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles[role])
      principalId: operatorPrincipalId
      principalType: operatorPrincipalType
    }
  }
]

// No built-in role can write without being able to delete.
resource dropRole 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, 'drop')
  properties: {
    roleName: 'Autopilot uploads: drop (${name})'
    description: 'Puts blobs, and can neither read nor delete them.'
    type: 'CustomRole'
    assignableScopes: [resourceGroup().id]
    permissions: [
      {
        actions: []
        notActions: []
        dataActions: ['${blobActions}/write', '${blobActions}/add/action']
        notDataActions: []
      }
    ]
  }
}

resource blobLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'deletions'
  scope: blobs
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'StorageDelete', enabled: true }]
  }
}

output name string = account.name
output blobServiceUri string = account.properties.primaryEndpoints.blob
output queueServiceUri string = account.properties.primaryEndpoints.queue
output tableServiceUri string = account.properties.primaryEndpoints.table
output packageContainer string = packageContainer.name
output dropRoleId string = dropRole.id
