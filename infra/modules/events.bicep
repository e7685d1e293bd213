metadata description = 'Where the storage account says that a blob was written. Who listens is added after the deployment: upload-events.bicep.'

param name string
param location string
param tags object
param storageName string
param workspaceId string

resource storage 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: storageName
}

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' = {
  name: name
  location: location
  tags: tags
  properties: {
    source: storage.id
    topicType: 'Microsoft.Storage.StorageAccounts'
  }
}

// An event that was not delivered says why here. There is no dead-letter container: sweep finds every file without an event,
// and a second list of file names would have to be erased, too.
resource deliveryLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'failures'
  scope: topic
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'DeliveryFailures', enabled: true }]
  }
}

output name string = topic.name
