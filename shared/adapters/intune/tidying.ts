import type { CustomerRef } from '../../domain/registering/submission.ts';
import type { IntuneConnection } from '../../domain/settings/connection.ts';
import { betweenSyncs } from '../../domain/waits.ts';
import type { CallContext, Clock } from '../../ports.ts';
import type { GraphClient } from './client.ts';

const imports = '/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities';
const syncPath = '/beta/deviceManagement/windowsAutopilotSettings/sync';
const deletesAtOnce = 4;

/** What makes an import look finished to the customer; none of it changes what became of the devices. */
export interface Tidying {
  /** Removes our own import records, which otherwise pile up, and asks Intune to show the new devices. Never fails. */
  afterImport(
    customer: CustomerRef,
    importIds: readonly string[],
    registered: boolean,
    context: CallContext,
  ): Promise<void>;
}

export function makeTidying(client: GraphClient, connection: IntuneConnection, clock: Clock): Tidying {
  const syncedAtMs = new Map<string, number>();
  /** Records a throttled clean-up left behind; the next one takes them along. */
  const leftBehind = new Map<string, readonly string[]>();

  async function removeAll(customer: CustomerRef, ids: readonly string[], context: CallContext): Promise<void> {
    const left = [...ids, ...(leftBehind.get(customer.tenantId) ?? [])];
    let failed = false;
    const remove = async () => {
      while (!failed && left.length > 0) {
        const id = left.pop() ?? '';
        const path = `${imports}/${encodeURIComponent(id)}`;
        const call = { operation: 'removeImport', method: 'DELETE', path, repeatable: true } as const;
        await client.call(customer, { ...call, interpret: () => undefined }, context).catch(() => {
          // The first one that fails (throttled, say) ends it for all: what is left only takes room.
          failed = true;
          left.push(id);
        });
      }
    };
    await Promise.all(Array.from({ length: deletesAtOnce }, remove));
    leftBehind.set(customer.tenantId, left);
  }

  async function sync(customer: CustomerRef, context: CallContext): Promise<void> {
    const nowMs = clock.now().getTime();
    const lastMs = syncedAtMs.get(customer.tenantId);
    if (lastMs !== undefined && nowMs - lastMs < betweenSyncs) return;
    syncedAtMs.set(customer.tenantId, nowMs);
    // Not repeatable: a second sync would only be answered "wait". 409 (already running) and 429 are as good as done.
    const interpret = () => undefined;
    const call = { operation: 'sync', method: 'POST', path: syncPath, repeatable: false, interpret } as const;
    await client.call(customer, call, context).catch(() => undefined);
  }

  return {
    async afterImport(customer, importIds, registered, context) {
      await removeAll(customer, importIds, context);
      if (registered && connection.syncAfterImport !== false) await sync(customer, context);
    },
  };
}
