metadata description = 'The application people sign in to. It has no secret: the app\'s identity stands for it.'

extension microsoftGraphV1

param uniqueName string
param displayName string
param appHost string
param identityPrincipalId string

resource application 'Microsoft.Graph/applications@v1.0' = {
  uniqueName: uniqueName
  displayName: displayName
  signInAudience: 'AzureADMyOrg'
  // Groups are how most people get their role (docs/operations.md); more than 200 of them do not fit into a token.
  groupMembershipClaims: 'SecurityGroup'
  web: {
    redirectUris: ['https://${appHost}/.auth/login/aad/callback']
    implicitGrantSettings: { enableIdTokenIssuance: true }
  }

  resource identity 'federatedIdentityCredentials@v1.0' = {
    name: '${uniqueName}/app-identity'
    audiences: ['api://AzureADTokenExchange']
    issuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
    subject: identityPrincipalId
  }
}

resource principal 'Microsoft.Graph/servicePrincipals@v1.0' = {
  appId: application.appId
}

output clientId string = application.appId
