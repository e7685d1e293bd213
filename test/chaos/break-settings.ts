import { setTimeout as wait } from 'node:timers/promises';
import type { Stack } from '../../local/stack.ts';
import { connectStorage } from '../../shared/adapters/storage/clients.ts';
import { containers } from '../../shared/adapters/storage/names.ts';
import type { Chance } from './chance.ts';
import { patiently } from './drop-files.ts';

const partners = ['tailwind', 'wingtip', 'alpine', 'proseware', 'litware'] as const;

/** Breaks a partner's settings file now and then, and puts it right some seconds later; how often. */
export async function breakSettings({ connectionString }: Stack, chance: Chance, over: () => boolean): Promise<number> {
  const { blobs } = connectStorage({ kind: 'connectionString', connectionString });
  let times = 0;
  for (;;) {
    for (let second = chance.between(5, 25); second > 0 && !over(); second--) await wait(1_000);
    if (over()) return times;
    const blob = blobs
      .getContainerClient(containers.settings)
      .getBlockBlobClient(`partners/${chance.of(partners)}.json`);
    const good = await patiently(() => blob.downloadToBuffer());
    const bad = chance.of([Buffer.from('{ "partnerId": '), good.subarray(0, good.length / 2), Buffer.from('[]')]);
    await patiently(() => blob.upload(bad, bad.length));
    await wait(chance.between(500, 6_000));
    await patiently(() => blob.upload(good, good.length));
    times += 1;
  }
}
