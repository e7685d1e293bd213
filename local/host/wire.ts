/**
 * The form in which the Functions host hands values to its language worker, as far as the triggers here use it.
 * `@azure/functions` turns these into a handler's arguments and back, exactly as it does in the cloud.
 */
export interface WireValue {
  /** Parsed as JSON by the package wherever that works: `123` arrives as a number. */
  readonly string?: string;
  readonly json?: string;
  readonly bytes?: Uint8Array;
  readonly int?: number;
  readonly http?: WireHttp;
  readonly modelBindingData?: WireReference;
}

/** A reference in place of content, for bindings with `sdkBinding: true`; the app's own factory makes the argument of it. */
interface WireReference {
  readonly version: string;
  readonly source: string;
  readonly contentType: string;
  readonly content: Buffer;
}

export interface WireHttp {
  readonly method?: string;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: WireValue;
  readonly statusCode?: string;
  readonly cookies?: readonly WireCookie[];
}

export interface WireCookie {
  readonly name: string;
  readonly value: string;
  readonly domain?: { readonly value: string };
  readonly path?: { readonly value: string };
  readonly expires?: { readonly value: { readonly seconds: number } };
  readonly secure?: { readonly value: boolean };
  readonly httpOnly?: { readonly value: boolean };
  readonly sameSite?: string;
  readonly maxAge?: { readonly value: number };
}

export type WireMetadata = Readonly<Record<string, WireValue>>;

/** Any value that is not text, as the host sends it. */
export function wireJson(value: unknown): WireValue {
  return { json: JSON.stringify(value) };
}

/** The reference the storage extension sends for a blob; names and spelling are the extension's. */
export function wireBlobReference(connection: string, container: string, blob: string): WireValue {
  const content = JSON.stringify({ Connection: connection, ContainerName: container, BlobName: blob });
  return {
    modelBindingData: {
      version: '1.0',
      source: 'AzureStorageBlobs',
      contentType: 'application/json',
      content: Buffer.from(content),
    },
  };
}

/** What every trigger's metadata carries besides its own. */
export function wireSystemMetadata(functionName: string, now: Date): WireMetadata {
  return { sys: wireJson({ MethodName: functionName, UtcNow: now.toISOString(), RandGuid: crypto.randomUUID() }) };
}
