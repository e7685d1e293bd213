import { distance } from './spelling.ts';

/** The four makers whose exact spelling is certain enough to set it where only letter case differs. */
const certain = ['HP', 'LENOVO', 'Microsoft Corporation', 'Dell Inc.'];

/** Other spellings that devices really report; never changed, and no reason for a warning. */
const others = [
  ...[
    'Hewlett-Packard',
    'HP Inc.',
    'VMware, Inc.',
    'Panasonic Connect Co., Ltd.',
    'Panasonic Corporation',
    'Getac',
    'Dynabook Inc.',
  ],
  ...[
    'TOSHIBA',
    'FUJITSU',
    'FUJITSU CLIENT COMPUTING LIMITED',
    'ASUSTeK COMPUTER INC.',
    'Acer',
    'SAMSUNG ELECTRONICS CO., LTD.',
  ],
];

/** What people call a maker, and how the maker's devices spell it. */
const everyday: Readonly<Record<string, string>> = {
  dell: 'Dell Inc.',
  'dell inc': 'Dell Inc.',
  'dell computer': 'Dell Inc.',
  'dell technologies': 'Dell Inc.',
  microsoft: 'Microsoft Corporation',
  'microsoft corp': 'Microsoft Corporation',
  'microsoft corp.': 'Microsoft Corporation',
  surface: 'Microsoft Corporation',
  'lenovo group': 'LENOVO',
  'lenovo inc.': 'LENOVO',
  thinkpad: 'LENOVO',
  'hewlett packard': 'Hewlett-Packard',
  vmware: 'VMware, Inc.',
  asus: 'ASUSTeK COMPUTER INC.',
  samsung: 'SAMSUNG ELECTRONICS CO., LTD.',
};

/** A maker's name as it is to be sent, and what there is to say about its spelling. */
export type MakerSpelling =
  | { readonly kind: 'known'; readonly name: string }
  | { readonly kind: 'repaired'; readonly name: string }
  | { readonly kind: 'unusual'; readonly name: string; readonly suggestion?: string };

/** Maker names are compared letter by letter at Microsoft. Only letter case of four makers is set right; the rest is remarked on, not changed. */
export function spellManufacturer(name: string): MakerSpelling {
  if (certain.includes(name) || others.includes(name)) return { kind: 'known', name };
  const lower = name.toLowerCase();
  const sameLetters = certain.find((known) => known.toLowerCase() === lower);
  if (sameLetters !== undefined) return { kind: 'repaired', name: sameLetters };
  const suggestion = everyday[lower] ?? nearest(lower);
  return suggestion === undefined ? { kind: 'unusual', name } : { kind: 'unusual', name, suggestion };
}

const names = new Set([...certain, ...others, 'Dell', 'Microsoft'].map((name) => name.toLowerCase()));

/** Is it a maker's name (letter case aside)? A model that is one shows that columns were mixed up. */
export function isManufacturer(text: string): boolean {
  return names.has(text.toLowerCase());
}

function nearest(lower: string): string | undefined {
  return [...certain, ...others].find((known) => {
    const allowed = known.length < 4 ? 0 : known.length < 8 ? 1 : 2;
    return distance(lower, known.toLowerCase(), allowed) <= allowed;
  });
}
