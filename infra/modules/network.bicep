metadata description = 'The network for private addresses: one subnet the app calls out of, one that holds the private endpoints.'

param token string
param location string
param tags object
param range string
param fixedEgress bool

// Nothing of their own: Azure's default rules let the network talk to itself and out, and nobody in.
resource rules 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg-${token}'
  location: location
  tags: tags
}

resource address 'Microsoft.Network/publicIPAddresses@2024-05-01' = if (fixedEgress) {
  name: 'pip-${token}'
  location: location
  tags: tags
  sku: { name: 'Standard' }
  properties: { publicIPAllocationMethod: 'Static' }
}

resource gateway 'Microsoft.Network/natGateways@2024-05-01' = if (fixedEgress) {
  name: 'nat-${token}'
  location: location
  tags: tags
  sku: { name: 'Standard' }
  properties: { publicIpAddresses: [{ id: address.id }], idleTimeoutInMinutes: 10 }
}

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-${token}'
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: [range] }
    subnets: [
      {
        name: 'app'
        properties: {
          addressPrefix: cidrSubnet(range, 26, 0)
          networkSecurityGroup: { id: rules.id }
          natGateway: fixedEgress ? { id: gateway.id } : null
          // Said in either case: what holds where nothing is said differs by the network's age.
          defaultOutboundAccess: !fixedEgress
          // What Flex Consumption asks of the subnet it is joined to.
          delegations: [{ name: 'app', properties: { serviceName: 'Microsoft.App/environments' } }]
        }
      }
      {
        name: 'endpoints'
        properties: {
          addressPrefix: cidrSubnet(range, 26, 1)
          networkSecurityGroup: { id: rules.id }
          defaultOutboundAccess: false
          privateEndpointNetworkPolicies: 'NetworkSecurityGroupEnabled'
        }
      }
    ]
  }
}

output networkName string = network.name
output appSubnetId string = '${network.id}/subnets/app'
output endpointSubnetId string = '${network.id}/subnets/endpoints'
output egressAddress string = address.?properties.ipAddress ?? ''
