import batchSchema from '../../../schemas/batch-row.schema.json' with { type: 'json' };
import chunkSchema from '../../../schemas/chunk-state.schema.json' with { type: 'json' };
import deliverySchema from '../../../schemas/delivery.schema.json' with { type: 'json' };
import planSchema from '../../../schemas/plan.schema.json' with { type: 'json' };
import removalDaySchema from '../../../schemas/removal-day.schema.json' with { type: 'json' };
import slotsSchema from '../../../schemas/slots.schema.json' with { type: 'json' };
import uploadSchema from '../../../schemas/upload-state.schema.json' with { type: 'json' };
import type { Plan } from '../../domain/planning/plan.ts';
import type { UploadState } from '../../domain/planning/upload-state.ts';
import type { BatchRow } from '../../domain/registering/batch-row.ts';
import type { ChunkState } from '../../domain/registering/chunk-state.ts';
import type { RemovalDay } from '../../domain/registering/removal-day.ts';
import type { Slots } from '../../domain/registering/slots.ts';
import type { Delivery } from '../../domain/reporting/notification.ts';
import { checked } from '../../schema-check.ts';

/** Stored documents are checked as they are read: a row edited by hand into nonsense is refused loudly. */
export const checkUploadState = checked<UploadState>(uploadSchema);
export const checkChunkState = checked<ChunkState>(chunkSchema);
export const checkPlan = checked<Plan>(planSchema);
export const checkBatchRow = checked<BatchRow>(batchSchema);
export const checkDelivery = checked<Delivery>(deliverySchema);
export const checkRemovalDay = checked<RemovalDay>(removalDaySchema);
export const checkSlots = checked<Slots>(slotsSchema);
