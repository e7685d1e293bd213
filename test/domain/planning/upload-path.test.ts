import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { parseUploadPath } from '../../../shared/domain/planning/upload-path.ts';
import { reportBaseName } from '../../../shared/domain/reporting/report-rows.ts';
import { anyCharacter } from '../../builders/any-character.ts';

const accepted: readonly (readonly [string, object])[] = [
  ['northwind/May.xlsx', { partnerId: 'northwind', check: false, fileName: 'May.xlsx' }],
  ['northwind/202605', { partnerId: 'northwind', check: false, fileName: '202605' }],
  ['northwind/check', { partnerId: 'northwind', check: false, fileName: 'check' }],
  ['northwind/check/May.xlsx', { partnerId: 'northwind', check: true, fileName: 'check/May.xlsx' }],
  [
    'northwind/contoso.example/May.xlsx',
    { partnerId: 'northwind', check: false, customerFolder: 'contoso.example', fileName: 'contoso.example/May.xlsx' },
  ],
  [
    'northwind/check/Contoso Ltd/Größe ½ 100%.csv',
    {
      partnerId: 'northwind',
      check: true,
      customerFolder: 'Contoso Ltd',
      fileName: 'check/Contoso Ltd/Größe ½ 100%.csv',
    },
  ],
  [
    'northwind/check/deregister/contoso.example/May.xlsx',
    {
      partnerId: 'northwind',
      check: true,
      action: 'deregister',
      customerFolder: 'contoso.example',
      fileName: 'check/deregister/contoso.example/May.xlsx',
    },
  ],
  [
    'northwind/change-tag/May.xlsx',
    { partnerId: 'northwind', check: false, action: 'changeTag', fileName: 'change-tag/May.xlsx' },
  ],
];

const refused: readonly (readonly [string, string])[] = [
  ['May.xlsx', 'no_partner_folder'],
  ['', 'no_partner_folder'],
  ['Northwind/May.xlsx', 'unknown_partner'],
  ['-/May.xlsx', 'unknown_partner'],
  ['settings/May.xlsx', 'unknown_partner'],
  ['azure-webjobs-hosts/May.xlsx', 'unknown_partner'],
  ['../May.xlsx', 'unknown_partner'],
  [`${'n'.repeat(64)}/May.xlsx`, 'unknown_partner'],
  ['northwind/a/b/May.xlsx', 'path_too_deep'],
  ['northwind/check/a/b/May.xlsx', 'path_too_deep'],
  ['northwind/Check/May.xlsx', 'folder_reserved'],
  ['northwind/check/check/May.xlsx', 'folder_reserved'],
  ['northwind/Deregister/May.xlsx', 'folder_reserved'],
  ['northwind/move/deregister/May.xlsx', 'folder_reserved'],
  ['northwind/reconciliation/May.xlsx', 'folder_reserved'],
  [`northwind/${'x'.repeat(256)}`, 'path_too_long'],
  ...[
    '',
    ' ',
    '.',
    '..',
    ' .. ',
    '...',
    '\u2025',
    '\u2026',
    '\uff0e\uff0e',
    '\ufe52\ufe52',
    'a\\b',
    'a\ufe68b',
    'a\uff3cb',
    'a\u2215b',
    'a\u2044b',
    'a\uff0fb',
    'a\u2100b',
    'a%2fb',
    'a%2Fb',
    'a%5cb',
    '%2e%2e',
    'a%00',
    'a\u0000b',
    'a\nb',
    'a\u007fb',
    'a\u0085b',
    'gnp.xslx\u202e',
    'a\ud800b',
  ].map((segment): readonly [string, string] => [`northwind/${segment}/May.xlsx`, 'path_not_allowed']),
];

/** Pieces an attacker would put together. */
const pieces = fc.constantFrom(
  ...[
    'a',
    'May.csv',
    '.',
    '..',
    '/',
    '\\',
    '%2e',
    '%2f',
    '%5C',
    '\u2025',
    '\uff0e',
    '\uff0f',
    '\u2215',
    '\u0000',
    '\n',
  ],
  ...[
    '\u2100',
    '\ufe68',
    '\ufe52',
    '\uff05',
    'check',
    'tailspin',
    'reconciliation',
    ' ',
    '%',
    '\u202e',
    '\ud83d',
    '😀',
    '~',
  ],
);
const hostilePaths = fc
  .array(fc.oneof(pieces, fc.string({ unit: anyCharacter, maxLength: 6 })), { maxLength: 12 })
  .map((parts) => `northwind/${parts.join('')}`);

/** Where a name leads when somebody on the way decodes, folds or tidies it. */
const readings = (name: string): readonly string[] => {
  const decoded = name.replaceAll(/%([0-9a-f]{2})/gi, (_all, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return [name, decoded, name.normalize('NFKC'), decoded.normalize('NFKC')].map((text) => text.replaceAll('\\', '/'));
};
const escapes = (path: string): boolean => path.split('/').some((segment) => /^\.+$/.test(segment.trim()));

describe('the path of an upload', () => {
  for (const [path, expected] of accepted) {
    it(`${JSON.stringify(path)} is understood`, () =>
      expect(parseUploadPath(path)).to.deep.equal({ kind: 'upload', path: expected }));
  }

  for (const [path, code] of refused) {
    const shown = JSON.stringify(path).slice(0, 60);
    it(`${shown} is refused: ${code}`, () => {
      const parsed = parseUploadPath(path);
      expect(parsed).to.include({ kind: 'refused' });
      expect(parsed.kind === 'refused' && parsed.reason.code).to.equal(code);
    });
  }

  it('is refused under the partner whose folder it lies in, so that the partner gets a report', () => {
    expect(parseUploadPath('northwind/../May.xlsx')).to.include({ partnerId: 'northwind', fileName: '../May.xlsx' });
  });

  it('that is understood leads nowhere else, however it is decoded, folded or tidied', () => {
    fc.assert(
      fc.property(hostilePaths, (name) => {
        const parsed = parseUploadPath(name);
        if (parsed.kind === 'refused') return;
        const { path } = parsed;
        expect(`${path.partnerId}/${path.fileName}`).to.equal(name);
        for (const reading of readings(name)) {
          expect(escapes(reading), JSON.stringify(reading)).to.equal(false);
          expect(reading.split('/').length, JSON.stringify(reading)).to.equal(name.split('/').length);
        }
        for (const segment of path.fileName.split('/')) expect(segment.length).to.be.within(1, 255);
      }),
      { numRuns: 2_000 },
    );
  });

  it('gives its report a name in the same partner’s folder, whatever was dropped', () => {
    fc.assert(
      fc.property(hostilePaths, (name) => {
        const parsed = parseUploadPath(name);
        const fileName = parsed.kind === 'upload' ? parsed.path.fileName : parsed.fileName;
        const receivedAt = '2026-01-05T08:00:00.000Z';
        const report = reportBaseName({ partnerId: 'northwind', uploadId: 'abcdef0123', fileName, receivedAt });
        expect(report.isWellFormed()).to.equal(true);
        expect(() => encodeURIComponent(report)).not.to.throw();
        expect(report.startsWith('northwind/')).to.equal(true);
        expect(report.endsWith('.20260105-080000-abcdef')).to.equal(true);
        const address = new URL(report.split('/').map(encodeURIComponent).join('/'), 'http://reports.example/base/');
        expect(address.pathname.startsWith('/base/northwind/')).to.equal(true);
        expect(escapes(report)).to.equal(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it('that is long is cut between characters in the name of its report', () => {
    const fileName = `${'x'.repeat(199)}😀.csv`;
    const parts = { partnerId: 'northwind', uploadId: 'abcdef0123', receivedAt: '2026-01-05T08:00:00.000Z' };
    expect(reportBaseName({ ...parts, fileName }).isWellFormed()).to.equal(true);
  });
});
