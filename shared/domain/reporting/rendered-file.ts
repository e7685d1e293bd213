export interface RenderedFile {
  readonly kind: 'xlsx' | 'csv' | 'json' | 'html' | 'retry' | 'confirm';
  /** A private temporary file. */
  readonly path: string;
  readonly contentType: string;
}

/** What is put into a report folder: a finished file, a short text, or a few bytes. */
export type ReportContent =
  | { readonly path: string; readonly contentType: string }
  | { readonly text: string; readonly contentType: string }
  | { readonly bytes: Uint8Array; readonly contentType: string };
