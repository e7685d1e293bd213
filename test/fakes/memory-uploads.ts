import type { UploadBlob } from '../../shared/domain/work.ts';
import { UploadChanged } from '../../shared/errors.ts';
import type { Clock, Uploads } from '../../shared/ports.ts';

const pieceBytes = 256;

/** The uploads container; `drop` puts a blob there, over whatever lies there. */
export function memoryUploads(clock: Clock) {
  const blobs = new Map<string, { readonly blob: UploadBlob; readonly content: Uint8Array }>();
  let version = 0;

  const contentOf = ({ name, etag }: UploadBlob): Uint8Array => {
    const there = blobs.get(name);
    if (there?.blob.etag !== etag) throw new UploadChanged(`${name} was overwritten or deleted.`);
    return there.content;
  };
  const uploads: Uploads = {
    find: async (name) => blobs.get(name)?.blob,
    read: async function* (blob) {
      const { length } = contentOf(blob);
      for (let at = 0; at < length; at += pieceBytes) yield contentOf(blob).subarray(at, at + pieceBytes);
    },
    list: async function* (prefix = '') {
      for (const { blob } of [...blobs.values()]) if (blob.name.startsWith(prefix)) yield blob;
    },
  };
  return {
    uploads,
    drop: async (
      name: string,
      text: string | Uint8Array,
      metadata: Readonly<Record<string, string>> = {},
    ): Promise<UploadBlob> => {
      version += 1;
      const content = typeof text === 'string' ? Buffer.from(text) : text;
      const receivedAt = clock.now().toISOString();
      const blob = { name, etag: `0x${version}`, bytes: content.length, receivedAt, metadata };
      blobs.set(name, { blob, content });
      return blob;
    },
    remove: async (name: string): Promise<void> => void blobs.delete(name),
  };
}
