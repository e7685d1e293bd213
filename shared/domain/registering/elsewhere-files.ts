import { actionNames } from '../device-action.ts';
import type { ChunkDevice } from '../planning/chunk.ts';
import { referenceTo } from '../planning/follow-up.ts';
import { namesOf } from './acting.ts';
import type { ChunkState } from './chunk-state.ts';

/** A CSV beside the report, and the positions it holds. */
export interface FileOfDevices {
  readonly text: string;
  readonly positions: readonly number[];
}

const quoted = (value: string): string => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
/** A spreadsheet program would run it, and our reader takes no apostrophe in front. */
const runs = (value: string): boolean => /^[=+\-@\t\r]/.test(value);

function csv(
  titles: readonly string[],
  rows: readonly { readonly position: number; readonly values: readonly string[] }[],
): FileOfDevices {
  const fit = rows.filter(({ values }) => !values.some(runs));
  const lines = [titles, ...fit.map(({ values }) => values)].map((values) => values.map(quoted).join(','));
  return { text: `\ufeff${lines.join('\r\n')}\r\n`, positions: fit.map(({ position }) => position) };
}

type Place = Pick<
  ChunkState,
  'uploadId' | 'customerTenantId' | 'customerName' | 'customerDomain' | 'groupTag' | 'platform'
>;

/** Ready to be dropped: moves devices here that this service registered for other customers of the same partner. */
export const moveFile = (
  chunk: Place,
  devices: readonly { readonly position: number; readonly device: ChunkDevice; readonly tenantId: string }[],
): FileOfDevices =>
  csv(
    [
      ...['Action', 'Customer Tenant ID', 'New Customer', 'Group Tag', 'Manufacturer', 'Model', 'Serial Number'],
      ...['PKID', 'Hardware Hash', 'Upload reference'],
    ],
    devices.map(({ position, device, tenantId }) => {
      const { manufacturer = '', model = '', serial = '', pkid = '' } = namesOf(device);
      const hash = device.identity.kind === 'hardwareHash' ? device.identity.hash : '';
      // Beside a hash its own words are enough, and beside a PKID, too: one of them decides.
      const names = hash === '' ? [manufacturer, model, serial, pkid] : ['', '', '', ''];
      const tag = chunk.groupTag ?? '';
      const reference = referenceTo(chunk.uploadId, device);
      return { position, values: [actionNames.move, tenantId, chunk.customerTenantId, tag, ...names, hash, reference] };
    }),
  );

/**
 * What Microsoft or the maker asks for before a device that belongs to somebody unknown is deregistered: proof of ownership
 * with serial numbers and company name, tenant id and domain (Surface's request form; Intune's case "Autopilot
 * Deregistration Request"). What only the customer has is left to be filled in.
 */
export const evidenceFile = (
  chunk: Place,
  devices: readonly { readonly position: number; readonly device: ChunkDevice; readonly platformMessage: string }[],
  at: string,
): FileOfDevices =>
  csv(
    [
      ...['Serial Number', 'Manufacturer', 'Model', 'PKID', 'Company', 'Tenant ID', 'Domain', 'Answer of the platform'],
      ...['Asked at', 'Upload reference', 'Purchase order', 'Delivery date', 'Order reference'],
      ...['Proof of ownership (attach)', 'Device in your possession (yes/no)'],
    ],
    devices.map(({ position, device, platformMessage }) => {
      const { manufacturer = '', model = '', serial = '', pkid = '' } = namesOf(device);
      const { purchaseOrder = '', deliveryDate = '', reference = '' } = device.order ?? {};
      const whose = [chunk.customerName, chunk.customerTenantId, chunk.customerDomain ?? ''];
      const ours = [platformMessage, at, referenceTo(chunk.uploadId, device), purchaseOrder, deliveryDate, reference];
      return { position, values: [serial, manufacturer, model, pkid, ...whose, ...ours, '', ''] };
    }),
  );
