import type { ContainerClient } from '@azure/storage-blob';

/** The folders at the top of a container. */
export async function foldersOf(container: ContainerClient): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const item of container.listBlobsByHierarchy('/')) {
    if (item.kind === 'prefix') names.push(item.name.slice(0, -1));
  }
  return names;
}
