import connectionSchema from '../../../schemas/connection.schema.json' with { type: 'json' };
import partnerSchema from '../../../schemas/partner.schema.json' with { type: 'json' };
import type { Connection } from '../../domain/connection.ts';
import type { Partner } from '../../domain/partner.ts';
import type { SettingsFile } from '../../domain/settings-folder.ts';
import { problemFinder } from '../../schema-check.ts';

/** Reads the text of one settings file: schema, and that it is about the id it is named after. */
function reader<T extends object>(schema: object, idOf: (value: T) => string) {
  const find = problemFinder(schema);
  return (id: string, text: string, version: string): SettingsFile<T> => {
    let value: unknown;
    try {
      value = JSON.parse(text.replace(/^\uFEFF/, ''));
    } catch {
      return { version, faults: ['it is not JSON'] };
    }
    const faults = find(value);
    if (faults.length > 0) return { version, faults };
    const fitting = value as T;
    return idOf(fitting) === id
      ? { value: fitting, version, faults: [] }
      : { version, faults: [`it is about "${idOf(fitting)}"`] };
  };
}

export const readPartnerFile = reader<Partner>(partnerSchema, ({ partnerId }) => partnerId);
export const readConnectionFile = reader<Connection>(connectionSchema, ({ connectionId }) => connectionId);
