import type { ContainerClient } from '@azure/storage-blob';
import type { ReportFiles } from '../../ports.ts';

/** What lies in the container `reports`. */
export const makeReportFiles = (container: ContainerClient): ReportFiles => ({
  list: async function* (prefix) {
    for await (const { name, properties } of container.listBlobsFlat({ prefix })) {
      yield { name, bytes: properties.contentLength ?? 0, writtenAt: properties.lastModified.toISOString() };
    }
  },
});
