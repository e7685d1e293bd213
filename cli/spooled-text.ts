import { tmpdir } from 'node:os';
import { openTempFile } from '../shared/adapters/spreadsheet/temp-file.ts';

const keptCharacters = 64 * 1024;
const pieceBytes = 64 * 1024;

/** Text that is printed later than it is made: it waits in a private file, so that a million rows take no memory. */
export interface SpooledText {
  add(text: string): Promise<void>;
  printTo(print: (text: string) => void): Promise<void>;
  close(): Promise<void>;
}

export async function openSpooledText(): Promise<SpooledText> {
  const file = await openTempFile(tmpdir());
  let waiting = '';
  let size = 0;
  const flush = async (): Promise<void> => {
    const bytes = Buffer.from(waiting);
    waiting = '';
    for (let done = 0; done < bytes.length; ) {
      done += (await file.handle.write(bytes, done, bytes.length - done, size + done)).bytesWritten;
    }
    size += bytes.length;
  };
  return {
    add: async (text) => {
      waiting += text;
      if (waiting.length >= keptCharacters) await flush();
    },
    printTo: async (print) => {
      await flush();
      const decoder = new TextDecoder();
      const buffer = Buffer.alloc(pieceBytes);
      for (let at = 0; at < size; ) {
        const { bytesRead } = await file.handle.read(buffer, 0, pieceBytes, at);
        at += bytesRead;
        print(decoder.decode(buffer.subarray(0, bytesRead), { stream: at < size }));
      }
    },
    close: () => file.close(),
  };
}
