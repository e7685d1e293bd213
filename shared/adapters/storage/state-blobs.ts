import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { ContainerClient } from '@azure/storage-blob';
import { ContractViolation } from '../../errors.ts';
import { readBlob } from './read-blob.ts';
import { unlessChanged } from './storage-error.ts';

const pack = promisify(gzip);
const unpack = promisify(gunzip);

export const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Compressed text documents in the `state` container; a 4K hash is mostly padding and shrinks to an eighth. */
export interface StateBlobs {
  write(name: string, text: string): Promise<void>;
  /** `false`: there is one already. */
  create(name: string, text: string): Promise<boolean>;
  read(name: string): Promise<string | undefined>;
  /** Throws `ContractViolation` when it is missing or its content is another than the one that was sealed. */
  readSealed(name: string, sha256: string): Promise<string>;
}

export function makeStateBlobs(container: ContainerClient): StateBlobs {
  const upload = async (name: string, text: string, createOnly: boolean): Promise<unknown> => {
    const bytes = await pack(text);
    return container.getBlockBlobClient(name).upload(bytes, bytes.length, {
      blobHTTPHeaders: { blobContentType: 'application/json', blobContentEncoding: 'gzip' },
      ...(createOnly ? { conditions: { ifNoneMatch: '*' } } : {}),
    });
  };
  const read: StateBlobs['read'] = async (name) => {
    const bytes = await readBlob(container.getBlobClient(name));
    return bytes === undefined ? undefined : (await unpack(bytes)).toString('utf8');
  };
  return {
    read,
    write: async (name, text) => {
      await upload(name, text, false);
    },
    create: async (name, text) => (await unlessChanged(upload(name, text, true))) !== undefined,
    readSealed: async (name, sha256) => {
      const text = await read(name);
      if (text === undefined) throw new ContractViolation(`State document ${name} is missing.`);
      if (!sha256Of(text).startsWith(sha256))
        throw new ContractViolation(`State document ${name} was changed after it was sealed.`);
      return text;
    },
  };
}
