import connectionSchema from '../../../../schemas/connection.schema.json' with { type: 'json' };
import partnerSchema from '../../../../schemas/partner.schema.json' with { type: 'json' };
import type { Connection } from '../../../domain/settings/connection.ts';
import type { Customer, Partner } from '../../../domain/settings/partner.ts';
import { faultsOfFile, type SettingsFile } from '../../../domain/settings/settings-folder.ts';
import { problemFinder } from '../../../schema-check.ts';
import { plainWordsOf } from './schema-words.ts';

/** Reads the text of one settings file: schema, that it is about the id it is named after, and what else it can't say. */
function reader<T extends object>(
  schema: object,
  idOf: (value: T) => string,
  faultsOf: (value: T) => readonly string[] = () => [],
  draftOf: (value: unknown, id: string) => T | undefined = () => undefined,
) {
  const find = problemFinder(schema, plainWordsOf(schema));
  return (id: string, text: string, version: string): SettingsFile<T> => {
    let value: unknown;
    try {
      value = JSON.parse(text.replace(/^\uFEFF/, ''));
    } catch {
      return { version, faults: ['it is not JSON'] };
    }
    const faults = find(value);
    if (faults.length > 0) {
      const draft = draftOf(value, id);
      return { version, faults, ...(draft === undefined ? {} : { draft }) };
    }
    const fitting = value as T;
    const others = idOf(fitting) === id ? faultsOf(fitting) : [`it is about "${idOf(fitting)}"`];
    return others.length === 0 ? { value: fitting, version, faults: [] } : { version, faults: others };
  };
}

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const textsIn = (value: unknown): readonly string[] => (Array.isArray(value) ? value.filter(isText) : []);

/** What of a customer can be read. */
function customerDraft({ customerTenantId, name, defaultGroupTag, connections }: Fields): readonly Customer[] {
  if (!isText(customerTenantId)) return [];
  return [
    {
      customerTenantId,
      name: isText(name) ? name : customerTenantId,
      ...(isText(defaultGroupTag) ? { defaultGroupTag } : {}),
      ...(connections === undefined ? {} : { connections: textsIn(connections) }),
    },
  ];
}

/** What of a partner's file can be read although the file as a whole can't be used. */
function partnerDraft(value: unknown, partnerId: string): Partner | undefined {
  if (!isFields(value)) return undefined;
  const { name, connections, customers, timeZone, anyCustomer, groupTagFromFileName } = value;
  return {
    partnerId,
    name: isText(name) ? name : partnerId,
    connections: textsIn(connections),
    customers: Array.isArray(customers) ? customers.filter(isFields).flatMap(customerDraft) : [],
    ...(isText(timeZone) ? { timeZone } : {}),
    ...(anyCustomer === true ? { anyCustomer } : {}),
    ...(groupTagFromFileName === true ? { groupTagFromFileName } : {}),
  };
}

export const readPartnerFile = reader<Partner>(partnerSchema, ({ partnerId }) => partnerId, faultsOfFile, partnerDraft);
export const readConnectionFile = reader<Connection>(connectionSchema, ({ connectionId }) => connectionId);
