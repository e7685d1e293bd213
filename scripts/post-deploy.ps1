# Subscribes the app to the events of dropped files. Done again after each deployment; the same subscription stays.
$ErrorActionPreference = 'Stop'
# Said at every deployment, until it is so or the trial is taken down.
if ($env:AUDIT_LOCKED -ne 'true') { Write-Warning 'the record can still be changed by whoever manages the storage account. In production, lock its policies (docs/operations.md).' }
foreach ($try in 1..5) {
  # A sleeping app is woken first: Event Grid asks it once, and waits half a minute for the answer.
  try { Invoke-WebRequest "https://$($env:FUNCTION_APP_NAME).azurewebsites.net/" -TimeoutSec 60 | Out-Null } catch { }
  az deployment group create --only-show-errors --output none `
    --subscription $env:AZURE_SUBSCRIPTION_ID --resource-group $env:AZURE_RESOURCE_GROUP --name upload-events `
    --template-file infra/upload-events.bicep `
    --parameters topicName=$env:EVENT_TOPIC_NAME functionAppName=$env:FUNCTION_APP_NAME
  if ($LASTEXITCODE -eq 0) { exit 0 }
  Write-Warning "The app did not answer yet (try $try of 5)."
  Start-Sleep -Seconds 20
}
Write-Warning 'Dropped files raise no events yet; the sweep finds the files within minutes. To try again: azd hooks run postdeploy'
exit 1
