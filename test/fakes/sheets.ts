/** A device list as partners write it; each row is customer, group tag and serial number. */
export const sheetOf = (...rows: readonly (readonly [customer: string, groupTag: string, serial: string])[]): string =>
  [
    'Customer Tenant ID,Group Tag,Manufacturer,Model,Serial Number',
    ...rows.map(([customer, groupTag, serial]) => `${customer},${groupTag},Getac,20XW,${serial}`),
  ].join('\r\n');

/** The device such a row names. */
export const deviceOf = (serial: string) => ({ kind: 'tuple', manufacturer: 'Getac', model: '20XW', serial }) as const;

/** Rows of Contoso with the tag Sales, with serials S-1 and so on. */
export const salesSheet = (devices: number): string =>
  sheetOf(...Array.from({ length: devices }, (_, index) => ['contoso.example', 'Sales', `S-${index + 1}`] as const));
