/** What boards and virtual machines ship with where nobody filled in a name; compared without case, spaces and full stops. */
const placeholders = new Set([
  ...[
    'tobefilledbyoem',
    'tobefilledbyo.e.m',
    'tobefilled',
    'systemserialnumber',
    'systemmanufacturer',
    'systemproductname',
  ],
  ...[
    'systemname',
    'systemmodel',
    'defaultstring',
    'notspecified',
    'notavailable',
    'notapplicable',
    'notdefined',
    'none',
  ],
  ...['n/a', 'na', 'invalid', 'unknown', 'undefined', 'null', 'nil', 'empty', 'blank', 'oem', 'baseboardserialnumber'],
  ...[
    'chassisserialnumber',
    'serialnumber',
    'serial',
    'manufacturer',
    'productname',
    'model',
    'tbd',
    'unbekannt',
    'default',
  ],
  ...[
    '123456789',
    '1234567890',
    '12345678',
    '1234567',
    '123456',
    '0123456789',
    '012345678',
    'sernum',
    'notset',
    'missing',
  ],
  ...['allseries', 'typelinemodel', 'o.e.m', 'placeholder', 'example', 'xxx', 'devserialnumber', 'ka'],
]);

/** Is it one of the texts that stand for "nobody filled this in", or one character repeated (`0`, `00000000`, `XXXXXXX`)? */
export function isPlaceholder(text: string): boolean {
  const folded = text.toLowerCase().replace(/[\s._#*-]+/g, '');
  return (
    folded === '' ||
    placeholders.has(folded) ||
    (/^(.)\1*$/.test(folded) && (folded.length !== 1 || !/[a-z1-9]/.test(folded)))
  );
}
