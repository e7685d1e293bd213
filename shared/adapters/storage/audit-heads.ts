import type { ContainerClient } from '@azure/storage-blob';
import type { ChainEnd } from '../../domain/audit/audit-chain.ts';
import type { AuditHeads } from '../../ports.ts';
import { recordEnd } from './audit.ts';
import { auditedPartners } from './audit-reader.ts';
import { refusalOf } from './storage-error.ts';

/** A head is a blob without content: its name says all there is, and it is made once. */
const nameOf = (partnerId: string, { sequence, hash }: ChainEnd): string =>
  `${partnerId}/${String(sequence).padStart(12, '0')}.${hash}`;
const headPattern = /^[^/]+\/(\d{12})\.([0-9a-f]{64})$/;

/** Where a partner's record ended each time it was looked at, oldest first. */
export async function keptHeads(container: ContainerClient, partnerId: string): Promise<readonly ChainEnd[]> {
  const heads: ChainEnd[] = [];
  for await (const { name } of container.listBlobsFlat({ prefix: `${partnerId}/` })) {
    const [, sequence, hash] = headPattern.exec(name) ?? [];
    if (sequence !== undefined && hash !== undefined) heads.push({ sequence: Number(sequence), hash });
  }
  return heads;
}

/** Heads in a container whose policy lets no blob be changed or removed: whoever can write to the record can only add heads. */
export function makeAuditHeads(audit: ContainerClient, heads: ContainerClient): AuditHeads {
  return {
    partners: () => auditedPartners(audit),
    keep: async (partnerId) => {
      const end = await recordEnd(audit, partnerId);
      if (end === undefined) return false;
      try {
        await heads.getBlockBlobClient(nameOf(partnerId, end)).upload('', 0, { conditions: { ifNoneMatch: '*' } });
        return true;
      } catch (error) {
        // Is it there already, the policy may speak before the condition does.
        const refusal = refusalOf(error);
        if (refusal === 'changed' || refusal === 'locked') return false;
        throw error;
      }
    },
  };
}
