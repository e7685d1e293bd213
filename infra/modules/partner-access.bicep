metadata description = 'What one partner\'s identity may do: put blobs below uploads/{partner}/, read and list below reports/{partner}/, nothing else.'

param storageName string
param dropRoleId string

@description('The partner\'s id in the settings: lower-case letters, digits and hyphens, so it means only itself in a pattern.')
@minLength(1)
@maxLength(63)
param partnerId string

param principalId string

@allowed(['User', 'Group', 'ServicePrincipal'])
param principalType string

var roles = loadJsonContent('../roles.json')
var names = loadJsonContent('../../shared/adapters/storage/names.json')
var actions = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs'
var ownPath = '@Resource[${actions}:path] StringLike \'${partnerId}/*\''
var ownPrefix = '@Request[${actions}:prefix] StringStartsWith \'${partnerId}/\''

resource storage 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: storageName

  resource blobs 'blobServices' existing = {
    name: 'default'

    resource uploads 'containers' existing = {
      name: names.containers.uploads
    }

    resource reports 'containers' existing = {
      name: names.containers.reports
    }
  }
}

resource drops 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(storage::blobs::uploads.id, partnerId, principalId)
  scope: storage::blobs::uploads
  properties: {
    roleDefinitionId: dropRoleId
    principalId: principalId
    principalType: principalType
    description: 'Partner ${partnerId} drops files'
    conditionVersion: '2.0'
    condition: '((!(ActionMatches{\'${actions}/write\'}) AND !(ActionMatches{\'${actions}/add/action\'})) OR (${ownPath}))'
  }
}

resource fetches 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(storage::blobs::reports.id, partnerId, principalId)
  scope: storage::blobs::reports
  properties: {
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roles['Storage Blob Data Reader']
    )
    principalId: principalId
    principalType: principalType
    description: 'Partner ${partnerId} fetches reports'
    conditionVersion: '2.0'
    condition: '((!(ActionMatches{\'${actions}/read\'} AND NOT SubOperationMatches{\'Blob.List\'})) OR (${ownPath})) AND ((!(ActionMatches{\'${actions}/read\'} AND SubOperationMatches{\'Blob.List\'})) OR (${ownPrefix}))'
  }
}
