metadata description = 'One page that shows what the app does: uploads, verdicts, chunks, trouble.'

param location string
param tags object
param workspaceId string

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, 'overview')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'Autopilot batch processor'
    category: 'workbook'
    sourceId: workspaceId
    serializedData: string(loadJsonContent('../workbook.json'))
  }
}
