import schema from '../../../schemas/graph-autopilot-answers.schema.json' with { type: 'json' };
import { schemaValidators } from '../../schema-check.ts';

type Text = string | null | undefined;

export interface WireImport {
  readonly id: string;
  readonly serialNumber?: Text;
  readonly productKey?: Text;
  readonly state?: {
    readonly deviceImportStatus?: Text;
    readonly deviceRegistrationId?: Text;
    readonly deviceErrorCode?: number | string | null;
    readonly deviceErrorName?: Text;
  } | null;
}

export interface WireDevice {
  readonly id?: Text;
  readonly groupTag?: Text;
  readonly serialNumber?: Text;
  readonly productKey?: Text;
  readonly manufacturer?: Text;
  readonly model?: Text;
  readonly userPrincipalName?: Text;
  readonly managedDeviceId?: Text;
}

export interface WireIdentifier {
  readonly importedDeviceIdentifier?: Text;
  /** Only in the answer of an import: was this one taken? */
  readonly status?: boolean | null;
}

export interface WirePage<T> {
  readonly value: readonly T[];
  readonly '@odata.nextLink'?: Text;
}

interface WireFault {
  readonly error: { readonly code?: Text; readonly message?: Text };
}

/** A request for a second person's approval. */
export interface WireApproval {
  readonly id: string;
  readonly status?: Text;
  readonly requestDateTime?: Text;
  readonly requestJustification?: Text;
}

const answer = schemaValidators(schema);

/** Which answers are what their schema says. */
export const isValid = {
  importPage: answer<WirePage<WireImport>>('importPage'),
  devicePage: answer<WirePage<WireDevice>>('devicePage'),
  device: answer<WireDevice>('device'),
  identifiers: answer<WirePage<WireIdentifier>>('identifiers'),
  approvals: answer<WirePage<WireApproval>>('approvals'),
  fault: answer<WireFault>('fault'),
};
