import connectionSchema from '../../../schemas/connection.schema.json' with { type: 'json' };
import partnerSchema from '../../../schemas/partner.schema.json' with { type: 'json' };
import type { Connection } from '../../domain/settings/connection.ts';
import type { Partner } from '../../domain/settings/partner.ts';
import { faultsOfFile, type SettingsFile } from '../../domain/settings/settings-folder.ts';
import { problemFinder } from '../../schema-check.ts';

/** Reads the text of one settings file: schema, that it is about the id it is named after, and what else it can't say. */
function reader<T extends object>(
  schema: object,
  idOf: (value: T) => string,
  faultsOf: (value: T) => readonly string[] = () => [],
) {
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
    const others = idOf(fitting) === id ? faultsOf(fitting) : [`it is about "${idOf(fitting)}"`];
    return others.length === 0 ? { value: fitting, version, faults: [] } : { version, faults: others };
  };
}

export const readPartnerFile = reader<Partner>(partnerSchema, ({ partnerId }) => partnerId, faultsOfFile);
export const readConnectionFile = reader<Connection>(connectionSchema, ({ connectionId }) => connectionId);
