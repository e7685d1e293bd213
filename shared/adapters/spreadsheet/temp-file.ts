import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** A private scratch file. Nobody else can open it, and nothing is left of it when the process dies. */
export interface TempFile {
  readonly handle: FileHandle;
  close(): Promise<void>;
}

/** Its name is removed at once where the system allows it (Windows does not), so that a crash leaves no customer data behind. */
export async function openTempFile(folder: string): Promise<TempFile> {
  const path = join(folder, `upload-${randomUUID()}`);
  const handle = await open(path, 'wx+', 0o600);
  const removed = await rm(path).then(
    () => true,
    () => false,
  );
  return {
    handle,
    async close() {
      await handle.close();
      if (!removed) await rm(path, { force: true });
    },
  };
}

const pieceBytes = 64 * 1024;

/** The file's bytes from the start. A piece is only good until the next one is asked for: all share one buffer. */
export async function* readPieces(handle: FileHandle): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.alloc(pieceBytes);
  for (let position = 0; ; ) {
    const { bytesRead } = await handle.read(buffer, 0, pieceBytes, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
