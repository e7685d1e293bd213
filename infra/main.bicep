targetScope = 'subscription'

metadata description = 'Autopilot batch processor: one Functions app, its storage, vault, network and what watches it. No stored key anywhere.'

@description('Name of the environment; part of every resource\'s name.')
@minLength(1)
@maxLength(32)
param environmentName string

@description('Region of every resource.')
param location string

@description('Object id of the operators: may write settings and secrets. Empty: whoever deploys.')
param operatorId string = ''

@description('What kind of principal the operators are.')
@allowed(['User', 'Group', 'ServicePrincipal'])
param operatorType string = 'Group'

@description('Object id of whoever deploys, as azd knows it.')
param signedInId string = ''

@description('What kind of principal deploys.')
@allowed(['User', 'Group', 'ServicePrincipal'])
param signedInType string = 'User'

@description('E-mail address that alerts go to. Empty: alerts show in the portal only.')
param alertEmail string = ''

@description('Days after which the app forgets an upload: what was dropped, and the state made of it (both can hold hardware hashes). Longer than HOLD_SECONDS and GIVE_UP_SECONDS together.')
@minValue(18)
param retentionDays int = 90

@description('Days after which reports are deleted.')
param reportDays int = 730

@description('Days for which an audit record, and a kept end of one, can be neither changed nor deleted.')
param auditDays int = 365

@description('The policies of audit and heads were locked by hand (docs/operations.md); they are no longer written.')
param auditLocked bool = false

@description('Copies of what is stored. ZRS: three zones of one region; GZRS: and another region.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
param storageRedundancy string = 'Standard_ZRS'

@description('Deleted secrets stay recoverable for 90 days whoever asks. Off only for environments that come and go: a deleted vault keeps its name for as long.')
param purgeProtection bool = true

@description('Storage, vault and app talk over private addresses only.')
param privateNetwork bool = false

@description('With privateNetwork: Internet address ranges (CIDR) that may reach the storage account and the page. None: only private addresses.')
param partnerAddressRanges array = []

@description('With privateNetwork: the network\'s addresses (CIDR, /25 or larger). Choose another to join it to networks of yours.')
param networkRange string = '10.0.0.0/24'

@description('With privateNetwork: calls to platforms come from one address that never changes (a NAT gateway), for gateways with a list of callers.')
param fixedEgress bool = false

@description('The app runs in three zones of the region; where the region has them. storageRedundancy says the same of what is stored.')
param zoneRedundant bool = false

@description('Microsoft Defender scans each dropped file for malware and reports what it finds; costs by the gigabyte.')
param malwareScanning bool = false

@description('Storage account and vault can\'t be deleted until the lock is taken away; azd down neither.')
param lockAgainstDeletion bool = false

@description('Log every read of a blob, so that it can be said who read a report.')
param logReads bool = true

@description('Gigabytes of logs a day after which nothing is logged until the next day: a bound on the bill.')
param logGigabytesADay int = 10

@description('Most instances of the app at once, all functions together.')
@minValue(40)
@maxValue(1000)
param maximumInstances int = 40

@description('Instances that always wait for dropped files; 0 costs nothing and starts slower.')
param alwaysReadyInstances int = 0

@description('How often reconcile repairs what stands still, as an NCRONTAB expression.')
param repairSchedule string = '0 * * * * *'

@description('How often sweep looks for files and failed work nobody took up, as an NCRONTAB expression.')
param sweepSchedule string = '0 */5 * * * *'

@description('How often uploads older than retentionDays are forgotten and the ends of audit records kept, as an NCRONTAB expression.')
param expireSchedule string = '0 30 * * * *'

@description('When our ledger is compared with what the platforms list, as an NCRONTAB expression.')
param reconcileSchedule string = '0 0 3 * * *'

@description('When the sign-in of every connection is refreshed, so that none runs out unused, as an NCRONTAB expression.')
param keepSignedInSchedule string = '0 0 4 * * 0'

@description('People sign in to the page with Entra ID; the deployment registers an application for it. Off: only personal links open the page.')
param signInWithEntra bool = true

@description('Azure Communication Services resource of this subscription that mail goes out through. Empty: no mail this way.')
param mailService string = ''

@description('Resource group of mailService. Empty: this environment\'s.')
param mailServiceGroup string = ''

@description('Sender of mail: an address of a domain that is connected to mailService. Without one the app gets no right to send.')
param mailFrom string = ''

@description('Further settings of the app: names from docs/operations.md and their values. Never secrets.')
param appSettings object = {}

var token = toLower(uniqueString(subscription().id, environmentName, location))
// Known before the app is there: its sign-in has to name where people come back to.
var appName = 'func-${token}'
var appHost = '${appName}.azurewebsites.net'
var sendsMail = !empty(mailService) && !empty(mailFrom)
var tags = { 'azd-env-name': environmentName }
var operator = empty(operatorId) ? { id: signedInId, type: signedInType } : { id: operatorId, type: operatorType }
// Who may drop and fetch what: a list in the repository, so that access is reviewed like code.
var partners = loadJsonContent('partners.json')

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  scope: group
  params: {
    name: 'id-${token}'
    location: location
    tags: tags
  }
}

// Puts the package into storage and reads it from there; nothing else, and nothing of this is the app's to do.
module deploymentIdentity 'modules/identity.bicep' = {
  scope: group
  params: {
    name: 'id-deploy-${token}'
    location: location
    tags: tags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: {
    token: token
    location: location
    tags: tags
    appPrincipalId: identity.outputs.principalId
    gigabytesADay: logGigabytesADay
  }
}

module network 'modules/network.bicep' = if (privateNetwork) {
  scope: group
  params: {
    token: token
    location: location
    tags: tags
    range: networkRange
    fixedEgress: fixedEgress
  }
}

module storage 'modules/storage.bicep' = {
  scope: group
  params: {
    name: 'st${token}'
    location: location
    tags: tags
    appPrincipalId: identity.outputs.principalId
    deploymentPrincipalId: deploymentIdentity.outputs.principalId
    operatorPrincipalId: operator.id
    operatorPrincipalType: operator.type
    redundancy: storageRedundancy
    retentionDays: retentionDays
    reportDays: reportDays
    auditDays: auditDays
    auditLocked: auditLocked
    privateNetwork: privateNetwork
    partnerAddressRanges: partnerAddressRanges
    workspaceId: monitoring.outputs.workspaceId
    malwareScanning: malwareScanning
    lockAgainstDeletion: lockAgainstDeletion
    logReads: logReads
    pageOrigin: 'https://${appHost}'
  }
}

module vault 'modules/vault.bicep' = {
  scope: group
  params: {
    name: 'kv-${token}'
    location: location
    tags: tags
    appPrincipalId: identity.outputs.principalId
    operatorPrincipalId: operator.id
    operatorPrincipalType: operator.type
    purgeProtection: purgeProtection
    privateNetwork: privateNetwork
    workspaceId: monitoring.outputs.workspaceId
    lockAgainstDeletion: lockAgainstDeletion
  }
}

module endpoints 'modules/private-endpoints.bicep' = if (privateNetwork) {
  scope: group
  params: {
    location: location
    tags: tags
    networkName: network.?outputs.networkName ?? ''
    subnetId: network.?outputs.endpointSubnetId ?? ''
    places: [
      { part: 'blob', zone: 'privatelink.blob.${environment().suffixes.storage}', id: storage.outputs.id }
      { part: 'queue', zone: 'privatelink.queue.${environment().suffixes.storage}', id: storage.outputs.id }
      { part: 'table', zone: 'privatelink.table.${environment().suffixes.storage}', id: storage.outputs.id }
      { part: 'vault', zone: 'privatelink.vaultcore.azure.net', id: vault.outputs.id }
    ]
  }
}

module appEndpoint 'modules/private-endpoints.bicep' = if (privateNetwork) {
  scope: group
  params: {
    location: location
    tags: tags
    networkName: network.?outputs.networkName ?? ''
    subnetId: network.?outputs.endpointSubnetId ?? ''
    places: [{ part: 'sites', zone: 'privatelink.azurewebsites.net', id: functions.outputs.id }]
  }
}

module signIn 'modules/sign-in.bicep' = if (signInWithEntra) {
  scope: group
  params: {
    uniqueName: 'autopilot-batch-${token}'
    displayName: 'Autopilot batch processor (${environmentName})'
    appHost: appHost
    identityPrincipalId: identity.outputs.principalId
  }
}

module mail 'modules/mail.bicep' = if (sendsMail) {
  scope: resourceGroup(empty(mailServiceGroup) ? group.name : mailServiceGroup)
  params: {
    serviceName: mailService
    appPrincipalId: identity.outputs.principalId
  }
}

module functions 'modules/functions.bicep' = {
  scope: group
  params: {
    token: token
    name: appName
    signInClientId: signIn.?outputs.clientId ?? ''
    operatorIds: operator.id
    location: location
    tags: union(tags, { 'azd-service-name': 'processor' })
    identityName: identity.outputs.name
    deploymentIdentityName: deploymentIdentity.outputs.name
    storageName: storage.outputs.name
    packageContainer: storage.outputs.packageContainer
    vaultName: vault.outputs.name
    insightsName: monitoring.outputs.insightsName
    subnetId: privateNetwork ? network.?outputs.appSubnetId ?? '' : ''
    zoneRedundant: zoneRedundant
    addressRanges: partnerAddressRanges
    maximumInstances: maximumInstances
    alwaysReadyInstances: alwaysReadyInstances
    repairSchedule: repairSchedule
    sweepSchedule: sweepSchedule
    expireSchedule: expireSchedule
    retentionDays: retentionDays
    reconcileSchedule: reconcileSchedule
    keepSignedInSchedule: keepSignedInSchedule
    appSettings: union(appSettings, sendsMail ? { MAIL_FROM: mailFrom, MAIL_ENDPOINT: mail.?outputs.endpoint ?? '' } : {})
  }
}

module events 'modules/events.bicep' = {
  scope: group
  params: {
    name: 'evgt-${token}'
    location: location
    tags: tags
    storageName: storage.outputs.name
    workspaceId: monitoring.outputs.workspaceId
  }
}

module partnerAccess 'modules/partner-access.bicep' = [
  for partner in partners: {
    // By principal as well: a partner may have several.
    name: 'access-${uniqueString(partner.partnerId, partner.principalId)}'
    scope: group
    params: {
      storageName: storage.outputs.name
      dropRoleId: storage.outputs.dropRoleId
      partnerId: partner.partnerId
      principalId: partner.principalId
      principalType: partner.principalType
    }
  }
]

module alerts 'modules/alerts.bicep' = {
  scope: group
  params: {
    token: token
    location: location
    tags: tags
    email: alertEmail
    workspaceId: monitoring.outputs.workspaceId
    storageName: storage.outputs.name
    topicName: events.outputs.name
    vaultName: vault.outputs.name
  }
}

module workbook 'modules/workbook.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
  }
}

output AZURE_LOCATION string = location
output AZURE_RESOURCE_GROUP string = group.name
@description('Address that calls to platforms come from; empty without fixedEgress.')
output EGRESS_ADDRESS string = network.?outputs.egressAddress ?? ''
output PAGE_ADDRESS string = 'https://${appHost}'
output FUNCTION_APP_NAME string = functions.outputs.name
output STORAGE_ACCOUNT_NAME string = storage.outputs.name
output KEY_VAULT_NAME string = vault.outputs.name
output EVENT_TOPIC_NAME string = events.outputs.name
output DROP_ROLE_ID string = storage.outputs.dropRoleId
output AUDIT_LOCKED string = auditLocked ? 'true' : 'false'
// What the operator's commands ask their environment for (docs/operations.md, "Commands against Azure").
output AzureWebJobsStorage__blobServiceUri string = storage.outputs.blobServiceUri
output AzureWebJobsStorage__queueServiceUri string = storage.outputs.queueServiceUri
output AzureWebJobsStorage__tableServiceUri string = storage.outputs.tableServiceUri
output KEY_VAULT_URI string = vault.outputs.uri
