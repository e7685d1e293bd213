import chunkSchema from '../schemas/chunk-message.schema.json' with { type: 'json' };
import noticeSchema from '../schemas/notice-message.schema.json' with { type: 'json' };
import reportSchema from '../schemas/report-message.schema.json' with { type: 'json' };
import type { ChunkMessage, NotificationMessage, ReportMessage } from '../shared/domain/work.ts';
import { checked } from '../shared/schema-check.ts';

/** Queue messages are checked as they arrive; one that does not fit ends in the poison queue. */
export const readChunkMessage = checked<ChunkMessage>(chunkSchema);
export const readReportMessage = checked<ReportMessage>(reportSchema);
export const readNotificationMessage = checked<NotificationMessage>(noticeSchema);
