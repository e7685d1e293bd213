metadata description = 'The alerts of ../alerts.json, and two that are no query: docs/operations.md has a runbook for each.'

param token string
param location string
param tags object
param email string
param workspaceId string
param storageName string
param topicName string
param vaultName string

var alerts = loadJsonContent('../alerts.json')

resource storage 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: storageName
}

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' existing = {
  name: topicName
}

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: vaultName
}

var watched = {
  storage: storage.id
  topic: topic.id
  vault: vault.id
}

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(email)) {
  name: 'ag-${token}'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'autopilot'
    enabled: true
    emailReceivers: [{ name: 'operator', emailAddress: email, useCommonAlertSchema: true }]
  }
}

var told = empty(email) ? [] : [people.id]

resource logAlerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for alert in alerts.logs: {
    name: alert.name
    location: location
    tags: tags
    properties: {
      displayName: alert.name
      description: alert.description
      severity: alert.severity
      enabled: true
      scopes: [workspaceId]
      evaluationFrequency: alert.every
      windowSize: alert.window
      autoMitigate: true
      // Its tables exist once the app has said something for the first time.
      skipQueryValidation: true
      criteria: {
        allOf: [
          {
            query: join(alert.query, '\n')
            timeAggregation: 'Count'
            operator: alert.operator
            threshold: alert.threshold
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: { actionGroups: told }
    }
  }
]

resource metricAlerts 'Microsoft.Insights/metricAlerts@2018-03-01' = [
  for alert in alerts.metrics: {
    name: alert.name
    location: 'global'
    tags: tags
    properties: {
      description: alert.description
      severity: alert.severity
      enabled: true
      scopes: [watched[alert.resource]]
      evaluationFrequency: 'PT5M'
      windowSize: 'PT15M'
      autoMitigate: true
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
        allOf: [
          {
            criterionType: 'StaticThresholdCriterion'
            name: alert.name
            metricNamespace: alert.namespace
            metricName: alert.metric
            timeAggregation: alert.aggregation
            operator: alert.operator
            threshold: alert.threshold
          }
        ]
      }
      actions: map(told, id => { actionGroupId: id })
    }
  }
]

// Trouble of Azure's own, and maintenance it plans.
resource serviceHealth 'Microsoft.Insights/activityLogAlerts@2020-10-01' = {
  name: 'service-health'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    scopes: [subscription().id]
    condition: { allOf: [{ field: 'category', equals: 'ServiceHealth' }] }
    actions: { actionGroups: map(told, id => { actionGroupId: id }) }
  }
}

// Key Vault says it 30 days before; only of secrets that were stored with their end.
resource vaultTopic 'Microsoft.EventGrid/systemTopics@2025-02-15' = if (!empty(email)) {
  name: 'evgt-vault-${token}'
  location: location
  tags: tags
  properties: { source: vault.id, topicType: 'Microsoft.KeyVault.vaults' }
}

resource secretsEnding 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15' = if (!empty(email)) {
  parent: vaultTopic
  name: 'secret-ends'
  properties: {
    eventDeliverySchema: 'CloudEventSchemaV1_0'
    filter: { includedEventTypes: ['Microsoft.KeyVault.SecretNearExpiry', 'Microsoft.KeyVault.SecretExpired'] }
    destination: {
      endpointType: 'MonitorAlert'
      properties: { severity: 'Sev2', description: 'A secret of a connection ends within 30 days.', actionGroups: told }
    }
  }
}
