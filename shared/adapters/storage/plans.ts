import type { ChunkDevice } from '../../domain/planning/chunk.ts';
import type { Plan, PlannedRow } from '../../domain/planning/plan.ts';
import type { ActionNotes } from '../../domain/registering/acting.ts';
import type { Verdict } from '../../domain/verdict.ts';
import type { UploadKey } from '../../domain/work.ts';
import { ContractViolation } from '../../errors.ts';
import type { NotesStore, Plans, Verdicts } from '../../ports.ts';
import { parseJson } from '../../schema-check.ts';
import { checkPlan } from './documents.ts';
import { type StateBlobs, sha256Of } from './state-blobs.ts';

const four = (index: number): string => String(index).padStart(4, '0');
const root = ({ partnerId, uploadId }: UploadKey): string => `${partnerId}/${uploadId}`;
const segmentName = (key: UploadKey, claim: number, segment: number): string =>
  `${root(key)}/${claim}/rows/${four(segment)}.ndjson`;
const chunkName = (key: UploadKey, claim: number, chunk: number): string =>
  `${root(key)}/${claim}/chunks/${four(chunk)}.json`;
const verdictsName = (key: UploadKey, chunk: number, name: string): string =>
  `${root(key)}/verdicts/${four(chunk)}/${name}.json`;

/** Content that this product wrote and whose hash was just verified is what its type says. */
const parseSealed = <T>(text: string): T => JSON.parse(text) as T;

const sealedHash = (list: readonly { readonly sha256: string }[], index: number, what: string): string => {
  const entry = list[index];
  if (entry === undefined) throw new ContractViolation(`The plan has no ${what} ${index}.`);
  return entry.sha256;
};

/** Plans and what they seal, in the `state` container. */
export function makePlans(blobs: StateBlobs): Plans {
  const readPlan = async (key: UploadKey): Promise<Plan | undefined> => {
    const text = await blobs.read(`${root(key)}/plan.json`);
    if (text === undefined) return undefined;
    const what = `plan of upload ${key.uploadId}`;
    const plan = checkPlan(parseJson(text, what), what);
    if (plan.partnerId !== key.partnerId || plan.uploadId !== key.uploadId) {
      throw new ContractViolation(`The plan stored for upload ${key.uploadId} is another upload's.`);
    }
    return plan;
  };
  const put = async (name: string, text: string): Promise<{ sha256: string }> => {
    await blobs.write(name, text);
    return { sha256: sha256Of(text) };
  };
  return {
    read: readPlan,
    seal: async (plan) => {
      if (await blobs.create(`${root(plan)}/plan.json`, JSON.stringify(plan))) return plan;
      const there = await readPlan(plan);
      if (there === undefined) throw new ContractViolation(`The plan of upload ${plan.uploadId} vanished.`);
      return there;
    },
    writeSegment: (key, claim, segment, rows) =>
      put(segmentName(key, claim, segment), rows.map((row) => JSON.stringify(row)).join('\n')),
    writeChunk: (key, claim, chunk, devices) => put(chunkName(key, claim, chunk), JSON.stringify(devices)),
    readSegment: async (plan, segment) => {
      const sha256 = sealedHash(plan.segments, segment, 'segment');
      const text = await blobs.readSealed(segmentName(plan, plan.claim, segment), sha256);
      return text.split('\n').map((line) => parseSealed<PlannedRow>(line));
    },
    readChunk: async (plan, chunk) => {
      const sha256 = sealedHash(plan.chunks, chunk, 'chunk');
      return parseSealed<ChunkDevice[]>(await blobs.readSealed(chunkName(plan, plan.claim, chunk), sha256));
    },
  };
}

const notesName = (key: UploadKey, chunk: number, name: string): string =>
  `${root(key)}/notes/${four(chunk)}/${name}.json`;

const nameLength = 24;

/** Documents about a chunk's devices, named after their content. */
const makeNamedByContent = <T>(
  blobs: StateBlobs,
  placeOf: (key: UploadKey, chunk: number, name: string) => string,
) => ({
  write: async (key: UploadKey, chunk: number, content: T): Promise<string> => {
    const text = JSON.stringify(content);
    const name = sha256Of(text).slice(0, nameLength);
    await blobs.create(placeOf(key, chunk, name), text);
    return name;
  },
  read: async (key: UploadKey, chunk: number, name: string): Promise<T> =>
    parseSealed<T>(await blobs.readSealed(placeOf(key, chunk, name), name)),
});

export const makeVerdicts = (blobs: StateBlobs): Verdicts =>
  makeNamedByContent<readonly (Verdict | null)[]>(blobs, verdictsName);

export const makeNotesStore = (blobs: StateBlobs): NotesStore => makeNamedByContent<ActionNotes>(blobs, notesName);
