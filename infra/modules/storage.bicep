metadata description = 'The one storage account: what partners drop and fetch, state, ledger, work, and the app\'s package. Entra identities only.'

param name string
param location string
param tags object
param appPrincipalId string
param deploymentPrincipalId string
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
param malwareScanning bool
param lockAgainstDeletion bool
param logReads bool
@description('Where the page is served from.')
param pageOrigin string

var roles = loadJsonContent('../roles.json')
// The list the code uses too.
var names = loadJsonContent('../../shared/adapters/storage/names.json')
// How long a deleted or overwritten blob can be brought back at least (docs/operations.md says how long at most).
var undoDays = 14

var blobActions = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs'
var containerActions = 'Microsoft.Storage/storageAccounts/blobServices/containers'

// Beside the code's own: the package, and what the Functions host would make. The app may not make containers, so they are here.
var packageName = 'app-package'
var containerNames = concat(
  map(items(names.containers), entry => entry.value),
  [packageName, 'azure-webjobs-hosts', 'azure-webjobs-secrets']
)
// Who may do what to the blobs of which container; what is not in this list may not be done.
var access = loadJsonContent('../access.json')
var principals = {
  app: { id: appPrincipalId, type: 'ServicePrincipal' }
  deployment: { id: deploymentPrincipalId, type: 'ServicePrincipal' }
  operator: { id: operatorPrincipalId, type: operatorPrincipalType }
}
var blobRoles = {
  work: workRole.id
  keep: keepRole.id
  'Storage Blob Data Reader': subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles['Storage Blob Data Reader'])
  'Storage Blob Data Contributor': subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles['Storage Blob Data Contributor'])
}

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: redundancy }
  properties: {
    accessTier: 'Hot'
    // Copies into the account come from this tenant only.
    allowedCopyScope: 'AAD'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    // Links hold for seven days at most. Keys of accounts are off, so only a delegation key can sign one, and it holds no longer.
    sasPolicy: { expirationAction: 'Log', sasExpirationPeriod: '7.00:00:00' }
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
  for container in containerNames: {
    parent: blobs
    name: container
    properties: { publicAccess: 'None' }
  }
]

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

// Built-in roles that can work can also remove containers and their immutability policies. These two can't, and neither can
// make the key links are signed with: that is `Storage Blob Delegator`.
resource workRole 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, 'work')
  properties: {
    roleName: 'Autopilot blobs: work (${name})'
    description: 'Reads, writes and deletes blobs; neither removes containers nor touches immutability policies.'
    type: 'CustomRole'
    assignableScopes: [resourceGroup().id]
    permissions: [
      {
        // The host asks for its containers to be made, and is content when they are there.
        actions: ['${containerActions}/read', '${containerActions}/write']
        notActions: []
        dataActions: ['${blobActions}/read', '${blobActions}/write', '${blobActions}/add/action', '${blobActions}/delete']
        notDataActions: []
      }
    ]
  }
}

resource keepRole 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, 'keep')
  properties: {
    roleName: 'Autopilot blobs: keep (${name})'
    description: 'Reads and writes blobs, and deletes none; what is there, the policy of the container protects.'
    type: 'CustomRole'
    assignableScopes: [resourceGroup().id]
    permissions: [
      {
        actions: ['${containerActions}/read']
        notActions: []
        dataActions: ['${blobActions}/read', '${blobActions}/write', '${blobActions}/add/action']
        notDataActions: []
      }
    ]
  }
}

resource blobAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for one in access: if (!empty(principals[one.who].id)) {
    name: guid(account.id, one.container, principals[one.who].id, one.role)
    scope: containers[indexOf(containerNames, one.container)]
    properties: {
      roleDefinitionId: blobRoles[one.role]
      principalId: principals[one.who].id
      principalType: principals[one.who].type
    }
  }
]

// Messages and rows: the host has queues and a table of its own in the account, so these hold for all of it. The delegator
// makes keys for links, which open no more than whoever asked for the key may do.
var accountRoles = ['Storage Blob Delegator', 'Storage Queue Data Contributor', 'Storage Table Data Contributor']

resource appWork 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in accountRoles: {
    name: guid(account.id, appPrincipalId, roles[role])
    scope: account
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles[role])
      principalId: appPrincipalId
      principalType: 'ServicePrincipal'
    }
  }
]

// The operator makes links, reads the ledger, and moves messages back from a poison queue.
resource operatorWork 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in accountRoles: if (!empty(operatorPrincipalId)) {
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

var changes = [{ category: 'StorageWrite', enabled: true }, { category: 'StorageDelete', enabled: true }]

// Who read a report after its link leaked can be said only where reads are logged.
resource blobLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'access'
  scope: blobs
  properties: {
    workspaceId: workspaceId
    logs: concat(changes, logReads ? [{ category: 'StorageRead', enabled: true }] : [])
  }
}

resource queueLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'changes'
  scope: queueService
  properties: { workspaceId: workspaceId, logs: changes }
}

resource tableLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'changes'
  scope: tableService
  properties: { workspaceId: workspaceId, logs: changes }
}

// Strangers drop files here. The scan does not hold a file back: reading is safe by its own limits, and no file is passed on.
resource scanning 'Microsoft.Security/defenderForStorageSettings@2025-06-01' = if (malwareScanning) {
  name: 'current'
  scope: account
  properties: {
    isEnabled: true
    overrideSubscriptionLevelSettings: true
    malwareScanning: { onUpload: { isEnabled: true, capGBPerMonth: 100 } }
    sensitiveDataDiscovery: { isEnabled: false }
  }
}

resource lock 'Microsoft.Authorization/locks@2020-05-01' = if (lockAgainstDeletion) {
  name: 'keep'
  scope: account
  properties: { level: 'CanNotDelete', notes: 'Partners\' files, reports and the record.' }
}

output name string = account.name
output id string = account.id
output blobServiceUri string = account.properties.primaryEndpoints.blob
output queueServiceUri string = account.properties.primaryEndpoints.queue
output tableServiceUri string = account.properties.primaryEndpoints.table
output packageContainer string = packageName
output dropRoleId string = dropRole.id
