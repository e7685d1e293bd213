#!/usr/bin/env sh
# Subscribes the app to the events of dropped files. Done again after each deployment; the same subscription stays.
set -eu
# Said at every deployment, until it is so or the trial is taken down.
[ "${AUDIT_LOCKED:-false}" = true ] || echo "Warning: the record can still be changed by whoever manages the storage account. In production, lock its policies (docs/operations.md)." >&2
for try in 1 2 3 4 5; do
  # A sleeping app is woken first: Event Grid asks it once, and waits half a minute for the answer.
  curl --silent --output /dev/null --max-time 60 "https://${FUNCTION_APP_NAME}.azurewebsites.net/" || true
  if az deployment group create --only-show-errors --output none \
    --subscription "$AZURE_SUBSCRIPTION_ID" --resource-group "$AZURE_RESOURCE_GROUP" --name upload-events \
    --template-file infra/upload-events.bicep \
    --parameters topicName="$EVENT_TOPIC_NAME" functionAppName="$FUNCTION_APP_NAME"; then
    exit 0
  fi
  echo "The app did not answer yet (try $try of 5)." >&2
  sleep 20
done
echo "Dropped files raise no events yet; the sweep finds the files within minutes. To try again: azd hooks run postdeploy" >&2
exit 1
