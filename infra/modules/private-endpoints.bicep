metadata description = 'Private addresses, and the names that lead to them.'

param location string
param tags object
param networkName string
param subnetId string
@description('What gets an address: part (as private link names it), zone, id.')
param places array

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' existing = {
  name: networkName
}

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
    name: 'pe-${place.part}-${last(split(place.id, '/'))}'
    location: location
    tags: tags
    properties: {
      subnet: { id: subnetId }
      privateLinkServiceConnections: [
        {
          name: place.part
          properties: { privateLinkServiceId: place.id, groupIds: [place.part] }
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
