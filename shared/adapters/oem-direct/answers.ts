import schema from '../../../schemas/oem-direct-answers.schema.json' with { type: 'json' };
import { schemaValidators } from '../../schema-check.ts';

type Text = string | null | undefined;

export interface WireResult {
  readonly ClientReference?: Text;
  readonly ProductKeyID?: Text;
  readonly SmbiosSystemSerialNumber?: Text;
  readonly Status: string;
  readonly ErrorCode?: string | number | null;
  readonly ErrorName?: Text;
  readonly ErrorMessage?: Text;
  readonly DeviceRegistrationID?: Text;
}

export interface WireOperation {
  readonly OperationID?: Text;
  readonly Status?: Text;
  readonly Results?: readonly WireResult[] | null;
}

export interface WireValidation {
  readonly Consent: string;
}

export interface WireFault {
  readonly Consent?: Text;
  readonly OperationID?: Text;
  readonly ErrorCode?: string | number | null;
  readonly ErrorName?: Text;
  readonly ErrorMessage?: Text;
}

const answer = schemaValidators(schema);

/** Which answers are what their schema says. */
export const isValid = {
  operation: answer<WireOperation>('operation'),
  validation: answer<WireValidation>('validation'),
  fault: answer<WireFault>('fault'),
};
