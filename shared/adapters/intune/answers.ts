import { Ajv2020 } from 'ajv/dist/2020.js';
import schema from '../../../schemas/graph-autopilot-answers.schema.json' with { type: 'json' };

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
}

export interface WirePage<T> {
  readonly value: readonly T[];
  readonly '@odata.nextLink'?: Text;
}

interface WireFault {
  readonly error: { readonly code?: Text; readonly message?: Text };
}

const ajv = new Ajv2020({ strict: true }).addSchema(schema);

function answer<T>(name: keyof typeof schema.$defs) {
  return ajv.compile<T>({ $ref: `${schema.$id}#/$defs/${name}` });
}

/** Which answers fit, compiled once. */
export const fits = {
  importPage: answer<WirePage<WireImport>>('importPage'),
  devicePage: answer<WirePage<WireDevice>>('devicePage'),
  fault: answer<WireFault>('fault'),
};
