metadata description = 'Private addresses of storage and vault, and the names that lead to them.'

param location string
param tags object
param networkName string
param subnetId string
param storageName string
param vaultName string

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' existing = {
  name: networkName
}

resource storage 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: storageName
}

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: vaultName
}

var places = [
  { part: 'blob', zone: 'privatelink.blob.${environment().suffixes.storage}' }
  { part: 'queue', zone: 'privatelink.queue.${environment().suffixes.storage}' }
  { part: 'table', zone: 'privatelink.table.${environment().suffixes.storage}' }
  { part: 'vault', zone: 'privatelink.vaultcore.azure.net' }
]

resource zones 'Microsoft.Network/privateDnsZones@2024-06-01' = [
  for place in places: {
    name: place.zone
    location: 'global'
    tags: tags
  }
]

resource links 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for (place, index) in places: {
    parent: zones[index]
    name: networkName
    location: 'global'
    tags: tags
    properties: { registrationEnabled: false, virtualNetwork: { id: network.id } }
  }
]

resource endpoints 'Microsoft.Network/privateEndpoints@2024-05-01' = [
  for place in places: {
    name: 'pe-${place.part}-${storageName}'
    location: location
    tags: tags
    properties: {
      subnet: { id: subnetId }
      privateLinkServiceConnections: [
        {
          name: place.part
          properties: { privateLinkServiceId: place.part == 'vault' ? vault.id : storage.id, groupIds: [place.part] }
        }
      ]
    }
  }
]

resource zoneGroups 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-05-01' = [
  for (place, index) in places: {
    parent: endpoints[index]
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [{ name: place.part, properties: { privateDnsZoneId: zones[index].id } }]
    }
  }
]
