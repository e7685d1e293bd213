import type { Mended, Woken } from '../shared/usecases/serving/wake-held.ts';
import { counted, openServing } from './command.ts';

const lineOf = ({ partnerId, fileName, uploadId, chunks, devices }: Woken): string =>
  `  ${partnerId}/${fileName} (${uploadId}): ${counted(chunks, 'chunk')} with ${counted(devices, 'device')}\n`;

/** What was held, as people read it. */
export const wokenText = (woken: readonly Woken[]): string =>
  woken.length === 0 ? 'No held work waits for it.\n' : `Held work is tried again now:\n${woken.map(lineOf).join('')}`;

/** Takes up held work after something was mended. What was mended stays so, even if this fails: the text says what to do. */
export async function wokenBy(mended: Mended, storage: string | undefined): Promise<string> {
  try {
    const { serving, person } = await openServing(storage);
    return wokenText(await serving.wakeHeld(mended, await person()));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return `Held work could not be taken up from here (${why.split('\n')[0]}). It is tried again by itself within 15 minutes.\n`;
  }
}
