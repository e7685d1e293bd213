import schema from '../../../schemas/partner-center-answers.schema.json' with { type: 'json' };
import { schemaValidators } from '../../schema-check.ts';

type Text = string | null | undefined;

export interface WireFault {
  readonly code?: string | number | null;
  readonly description?: Text;
  readonly message?: Text;
}

export interface WireJobLine {
  readonly deviceId?: Text;
  readonly serialNumber?: Text;
  readonly productKey?: Text;
  readonly status?: string | number | null;
  readonly errorCode?: string | number | null;
  readonly errorDescription?: Text;
}

export interface WireJob {
  readonly status: string | number;
  readonly devicesStatus?: readonly WireJobLine[] | null;
}

export interface WireBatch {
  readonly id: string;
  readonly devicesCount?: number | null;
  readonly deviceCount?: number | null;
}

export interface WireDevice {
  readonly id?: Text;
  readonly serialNumber?: Text;
  readonly productKey?: Text;
  readonly modelName?: Text;
  readonly oemManufacturerName?: Text;
  readonly policies?: readonly { readonly value?: Text }[] | null;
}

export interface WirePolicy {
  readonly id: string;
  readonly name?: Text;
}

export interface WireCustomer {
  readonly id: string;
  readonly relationshipToPartner?: Text;
  readonly companyProfile?: { readonly tenantId?: Text; readonly domain?: Text; readonly companyName?: Text } | null;
}

export interface WirePage<T> {
  readonly items: readonly T[];
  readonly continuationToken?: Text;
  readonly links?: {
    readonly next?: { readonly headers?: readonly { readonly key: string; readonly value: string }[] | null } | null;
  } | null;
}

const answer = schemaValidators(schema, { strictRequired: false });

/** Which answers are what their schema says. */
export const isValid = {
  fault: answer<WireFault>('fault'),
  job: answer<WireJob>('job'),
  customer: answer<WireCustomer>('customer'),
  batchPage: answer<WirePage<WireBatch>>('batchPage'),
  devicePage: answer<WirePage<WireDevice>>('devicePage'),
  policyPage: answer<WirePage<WirePolicy>>('policyPage'),
  customerPage: answer<WirePage<WireCustomer>>('customerPage'),
};
