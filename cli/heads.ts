import { readFile, rename, writeFile } from 'node:fs/promises';
import type { ChainEnd } from '../shared/domain/audit/audit-chain.ts';
import { UsageError } from './command-line.ts';

/** Where each partner's record ended when it was last checked, kept outside of the storage account. */
export type Heads = ReadonlyMap<string, ChainEnd>;

const headPattern = /^(\d+):([0-9a-f]{8,64})$/;

/** A head as `audit verify` prints it; undefined: the text is none. */
export function readHead(text: string): ChainEnd | undefined {
  const [, sequence, hash] = headPattern.exec(text) ?? [];
  return sequence === undefined || hash === undefined ? undefined : { sequence: Number(sequence), hash };
}

export const headText = ({ sequence, hash }: ChainEnd): string => `${sequence}:${hash}`;

/** The heads an earlier check left in a file; undefined: there is no such file yet. */
export async function readHeads(path: string): Promise<Heads | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  const heads = new Map<string, ChainEnd>();
  for (const line of text.split('\n').filter((line) => line.trim() !== '')) {
    const [partnerId = '', head = '', ...rest] = line.trim().split(/\s+/);
    const end = readHead(head);
    // A file that can't be read must not pass for one that says nothing.
    if (end === undefined || rest.length > 0) throw new UsageError(`${path}: "${line}" is not PARTNER NUMBER:HASH`);
    heads.set(partnerId, end);
  }
  return heads;
}

/** Writes them whole or not at all: a line for each partner, in order, so that a repository shows what changed. */
export async function writeHeads(path: string, heads: Heads): Promise<void> {
  const lines = [...heads].map(([partnerId, end]) => `${partnerId} ${headText(end)}\n`).toSorted();
  await writeFile(`${path}.new`, lines.join(''));
  await rename(`${path}.new`, path);
}
