import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ExcelJS from 'exceljs';

/**
 * Writes the larger sample files of `local/samples`, the same ones each time. Every serial number and PKID is invented
 * (`SYN…`, `33051…`), nothing can be registered.
 */

const samples = fileURLToPath(new URL('../local/samples', import.meta.url));
const makers = [
  ['LENOVO', '20XWSYN101'],
  ['HP', 'HP EliteBook 840 G9 Notebook PC'],
  ['Dell Inc.', 'Latitude 5440'],
  ['Microsoft Corporation', 'Surface Laptop 5'],
] as const;
const places = [
  ['northwind.example', 'NW-Office'],
  ['northwind.example', 'NW-Kiosk'],
  ['adatum.example', 'Adatum-2026'],
] as const;

const padded = (number: number, digits: number): string => String(number).padStart(digits, '0');
const serialOf = (index: number): string => `SYN${padded(index, 6)}`;
const pkidOf = (index: number): string => `33051${padded(index, 8)}`;

/** One row of a delivery list: a PKID in three of five rows, a tuple in the others. */
function deliveryRow(index: number): readonly string[] {
  const [manufacturer, model] = makers[index % makers.length] ?? makers[0];
  const [customer, groupTag] = places[index % places.length] ?? places[0];
  const known = index % 5 < 3 ? ['', pkidOf(index), '', ''] : [serialOf(index), '', manufacturer, model];
  return [...known, customer, groupTag];
}

const titles = [
  'Device Serial Number',
  'Windows Product ID',
  'Manufacturer name',
  'Device model',
  'Customer Domain',
  'Group Tag',
];

/** 2,501 devices of one delivery, for two customers with three group tags. */
async function writeDelivery(): Promise<void> {
  const workbook = new ExcelJS.Workbook();
  workbook.created = new Date(0);
  const sheet = workbook.addWorksheet('Delivery');
  sheet.addRow(titles).font = { bold: true };
  for (let index = 0; index < 2501; index++) sheet.addRow(deliveryRow(index));
  await mkdir(join(samples, 'alpine'), { recursive: true });
  await workbook.xlsx.writeFile(join(samples, 'alpine', 'delivery-2501-devices.xlsx'));
}

/** What an OEM's line hands over: tuples and PKIDs, and a customer who has not consented yet. */
async function writeOemOrder(): Promise<void> {
  const rows = Array.from({ length: 40 }, (_, index) => {
    const customer = index < 36 ? 'contoso.example' : 'tailspin.example';
    const row =
      index % 2 === 0
        ? [serialOf(9000 + index), '', 'Proseware', 'Proseware Book 14']
        : ['', pkidOf(9000 + index), '', ''];
    return [...row, customer].join(',');
  });
  const header = 'Serial Number,PKID,Manufacturer,Model,Customer Domain';
  await mkdir(join(samples, 'proseware'), { recursive: true });
  await writeFile(join(samples, 'proseware', 'order-4711.csv'), `\uFEFF${[header, ...rows].join('\r\n')}\r\n`);
}

await writeDelivery();
await writeOemOrder();
