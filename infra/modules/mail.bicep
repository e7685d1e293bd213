metadata description = 'The app\'s right to send notifications by mail through an Azure Communication Services resource that is there already.'

param serviceName string
param appPrincipalId string

// The only built-in role that may send mail; it may also change the resource, so it is given on this one resource alone.
var roles = loadJsonContent('../roles.json')

resource service 'Microsoft.Communication/communicationServices@2023-04-01' existing = {
  name: serviceName
}

resource app 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(service.id, appPrincipalId, roles['Communication and Email Service Owner'])
  scope: service
  properties: {
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roles['Communication and Email Service Owner']
    )
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
  }
}

output endpoint string = 'https://${service.properties.hostName}'
