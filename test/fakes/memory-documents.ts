import { createHash } from 'node:crypto';
import type { ChunkDevice } from '../../shared/domain/planning/chunk.ts';
import type { Plan, PlannedRow } from '../../shared/domain/planning/plan.ts';
import type { ActionNotes } from '../../shared/domain/registering/acting.ts';
import type { Verdict } from '../../shared/domain/verdict.ts';
import type { UploadKey } from '../../shared/domain/work.ts';
import { ContractViolation } from '../../shared/errors.ts';
import type { NotesStore, Plans, Verdicts } from '../../shared/ports.ts';
import { keyOf, memoryRows } from './memory-rows.ts';

const sha256Of = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

function sealed<T>(value: T | undefined, sha256: string | undefined): T {
  if (value === undefined || sha256 === undefined || !sha256Of(value).startsWith(sha256)) {
    throw new ContractViolation('The content is not what was sealed.');
  }
  return value;
}

export function memoryPlans(): Plans {
  const plans = memoryRows<Plan>();
  const segments = memoryRows<readonly PlannedRow[]>();
  const chunks = memoryRows<readonly ChunkDevice[]>();
  const at = ({ partnerId, uploadId }: UploadKey, ...rest: readonly number[]): string =>
    keyOf(partnerId, uploadId, ...rest);
  return {
    writeSegment: async (key, claim, segment, rows) => {
      segments.put(at(key, claim, segment), rows);
      return { sha256: sha256Of(rows) };
    },
    writeChunk: async (key, claim, chunk, devices) => {
      chunks.put(at(key, claim, chunk), devices);
      return { sha256: sha256Of(devices) };
    },
    seal: async (plan) => (plans.write(at(plan), plan, undefined) ?? plans.read(at(plan)))?.value ?? plan,
    read: async (key) => plans.read(at(key))?.value,
    readSegment: async (plan, segment) =>
      sealed(segments.read(at(plan, plan.claim, segment))?.value, plan.segments[segment]?.sha256),
    readChunk: async (plan, chunk) =>
      sealed(chunks.read(at(plan, plan.claim, chunk))?.value, plan.chunks[chunk]?.sha256),
  };
}

const memoryNamed = <T>() => {
  const documents = memoryRows<T>();
  return {
    write: async ({ partnerId, uploadId }: UploadKey, chunk: number, content: T): Promise<string> => {
      const name = sha256Of(content).slice(0, 24);
      documents.put(keyOf(partnerId, uploadId, chunk, name), content);
      return name;
    },
    read: async ({ partnerId, uploadId }: UploadKey, chunk: number, name: string): Promise<T> =>
      sealed(documents.read(keyOf(partnerId, uploadId, chunk, name))?.value, name),
  };
};

export const memoryVerdicts = (): Verdicts => memoryNamed<readonly (Verdict | null)[]>();

export const memoryNotes = (): NotesStore => memoryNamed<ActionNotes>();
