import { randomBytes } from 'node:crypto';
import type { Plan } from '../../shared/domain/planning/plan.ts';
import type { UploadState } from '../../shared/domain/planning/upload-state.ts';
import { type ChunkState, newChunk } from '../../shared/domain/registering/chunk-state.ts';

const time = '2026-01-05T08:00:00.000Z';

export const newUploadId = (): string => randomBytes(12).toString('hex');

export const samplePlan = (change: Partial<Plan> = {}): Plan => ({
  version: 1,
  partnerId: 'northwind',
  partnerName: 'Northwind',
  uploadId: newUploadId(),
  claim: 1,
  check: false,
  fileName: 'May.xlsx',
  receivedAt: time,
  plannedAt: time,
  timeZone: 'UTC',
  settingsVersion: 'abc',
  readerVersion: 1,
  notices: [],
  sheets: [],
  rows: 1,
  counts: {},
  segments: [],
  chunks: [],
  ...change,
});

export const samplePlannedChunk = (chunk = 0): Plan['chunks'][number] => ({
  chunk,
  devices: 2,
  connectionId: 'pc',
  platform: 'partnerCenter',
  customerTenantId: '11111111-1111-4111-8111-111111111111',
  customerName: 'Contoso',
  groupTag: 'Sales',
  sha256: 'a'.repeat(64),
});

export const sampleChunk = (change: Partial<ChunkState> = {}): ChunkState => ({
  ...newChunk(samplePlan(), samplePlannedChunk()),
  ...change,
});

export const sampleUpload = (change: Partial<UploadState> = {}): UploadState => ({
  version: 1,
  partnerId: 'northwind',
  uploadId: newUploadId(),
  state: 'planning',
  blobName: 'northwind/May.xlsx',
  etag: '0x1',
  receivedAt: time,
  claim: 1,
  aliveUntil: time,
  rowsRead: 0,
  sequence: 0,
  changedAt: time,
  ...change,
});
