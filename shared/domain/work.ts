/** Names an upload's work in storage. */
export interface UploadKey {
  readonly partnerId: string;
  readonly uploadId: string;
}

/** A chunk's place in the release queue of its partner and connection. */
export interface QueuePlace {
  readonly partnerId: string;
  readonly connectionId: string;
  readonly uploadId: string;
  readonly chunk: number;
  /** ISO time; the oldest is released first. */
  readonly since: string;
}

/** An upload without its final report. */
export interface OpenUpload extends UploadKey {
  readonly blobName: string;
  /** ISO time from which repair looks at it. */
  readonly dueAt: string;
}

/** Names of work; content never travels in a message. */
export interface ChunkMessage extends UploadKey {
  readonly version: 1;
  readonly chunk: number;
  readonly step: number;
}

export interface ReportMessage extends UploadKey {
  readonly version: 1;
}

export interface NotificationMessage extends UploadKey {
  readonly version: 1;
  readonly event: NotificationEvent;
}

/** Work whose every try failed. */
export type FailedWork =
  | { readonly kind: 'chunk'; readonly message: ChunkMessage }
  | { readonly kind: 'report'; readonly message: ReportMessage }
  | { readonly kind: 'upload'; readonly blobName: string; readonly etag: string }
  | { readonly kind: 'notice' }
  | { readonly kind: 'unreadable'; readonly why: string };

/** What a partner can be notified of while an upload is worked on. */
export const notificationEvents = ['received', 'held', 'finished'] as const;

export type NotificationEvent = (typeof notificationEvents)[number];

// ---------------------------------------------------------------- uploads and what becomes of them

/** One version of a blob in the `uploads` container. */
export interface UploadBlob {
  /** Name below the container: `{partner}/…/name`. */
  readonly name: string;
  readonly etag: string;
  readonly bytes: number;
  readonly receivedAt: string;
  /** Blob metadata, keys in lower case. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** An upload as the listing by time names it; its ledger row may be gone already. */
export interface OldUpload extends UploadKey {
  readonly receivedAt: string;
}
