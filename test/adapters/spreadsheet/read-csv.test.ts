import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { ReadEvent } from '../../../shared/domain/reading/read-event.ts';
import { ending, readBytes, readFileBytes, sketch } from '../../builders/odd-workbook.ts';
import { goodPkid, outcome, rowsOf } from '../../builders/sheets.ts';

const text = `Gerätemodell,PKID\r\nX1,${goodPkid}\r\n`;

function outcomes(events: readonly ReadEvent[]): string[] {
  return rowsOf(events).map((row) => `${row.row}: ${outcome(row)}`);
}

function utf16be(content: string): Buffer {
  return Buffer.from(content, 'utf16le').swap16();
}

describe('encodings of a text file', () => {
  const ascii = text.replace('ä', 'a');
  const encodings: readonly (readonly [string, Buffer])[] = [
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16LE with a mark', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16BE with a mark', utf16be(`\ufeff${text}`)],
    ['UTF-16LE without a mark', Buffer.from(text, 'utf16le')],
    ['UTF-16BE without a mark', utf16be(text)],
    ['Windows-1252', Buffer.from(text, 'latin1')],
    ['ASCII', Buffer.from(ascii)],
  ];
  for (const [name, bytes] of encodings) {
    it(`${name} is read whatever the pieces it comes in`, async () => {
      for (const pieceBytes of [1, 3, 1000]) {
        const events = await readFileBytes(bytes, { pieceBytes });
        expect(outcomes(events)).to.deep.equal(['2: accept pkid']);
      }
    });
  }

  it('Windows-1252 is said, as it is only assumed', async () => {
    const events = await readBytes(Buffer.from(text, 'latin1'));
    expect(events).to.deep.include({ kind: 'notice', notice: { code: 'encoding_assumed' } });
    expect(sketch(events)[0]).to.equal('1: Gerätemodell|PKID');
    expect(sketch(await readBytes(Buffer.from([0x80, 0x2c, 0x41])))).to.deep.equal(['1: €|A']);
  });

  it('one wrong byte at the very end is enough for it', async () => {
    const events = await readBytes(
      Buffer.concat([Buffer.from(`PKID\n${'ä'.repeat(50_000).replace(/.{100}/g, '$&\n')}`), Buffer.from([0xe4])]),
    );
    expect(events).to.deep.include({ kind: 'notice', notice: { code: 'encoding_assumed' } });
  });

  it('UTF-16 cut in the middle of a character is damaged', async () => {
    const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
    expect(ending(await readBytes(bytes.subarray(0, bytes.length - 1)))).to.equal('not_a_spreadsheet:badText');
  });
});

describe('separators', () => {
  for (const [name, separator] of Object.entries({ comma: ',', semicolon: ';', tab: '\t', bar: '|' })) {
    it(`${name} is found by the header it makes`, async () => {
      const lines = [
        'Delivery; note, of | today',
        ['Serial', 'PKID', 'Location'].join(separator),
        ['S1', goodPkid, 'a'].join(separator),
      ];
      expect(outcomes(await readFileBytes(lines.join('\n')))).to.deep.equal(['3: accept pkid']);
    });
  }

  it('Excel’s hint is honoured and is no row', async () => {
    expect(outcomes(await readFileBytes(`sep=;\r\nSerial;PKID\r\nS1;${goodPkid}`))).to.deep.equal(['3: accept pkid']);
    expect(outcomes(await readFileBytes(`"sep=,"\nSerial,PKID\nS1,${goodPkid}`))).to.deep.equal(['3: accept pkid']);
    expect(outcomes(await readFileBytes(`sep=^\nSerial^PKID\nS1^${goodPkid}`))).to.deep.equal(['3: accept pkid']);
  });

  it('a hint that is wrong is not believed', async () => {
    expect(outcomes(await readFileBytes(`sep=,\nSerial;PKID\nS1;${goodPkid}`))).to.deep.equal(['3: accept pkid']);
  });

  it('without a known title the one that splits most rows is taken', async () => {
    expect(sketch(await readBytes('a;b\nc;d\ne,f'))).to.deep.equal(['1: a|b', '2: c|d', '3: e,f']);
  });

  it('one column needs none', async () => {
    expect(outcomes(await readFileBytes(`PKID\n${goodPkid}\n3,30516E+12`))).to.deep.equal([
      '2: accept pkid',
      '3: reject column_count_mismatch',
    ]);
    expect(outcomes(await readFileBytes(`PKID\n${goodPkid}\n"3,30516E+12"`))).to.deep.equal([
      '2: accept pkid',
      '3: reject pkid_scientific_notation',
    ]);
  });
});

describe('rows of a text file', () => {
  it('are numbered by the line they start in', async () => {
    const lines = '\r\nPKID,Note\r\n\n1,"a\r\nb\rc\nd"\r2,""\n\n3,x';
    expect(sketch(await readBytes(lines))).to.deep.equal(['2: PKID|Note', '4: 1|a\r\nb\rc\nd', '8: 2|', '10: 3|x']);
  });

  it('are numbered alike whatever the pieces they come in', async () => {
    const lines = 'PKID,Note\r\n1,"a\r\nb"\r\n2,x\r\n"3","y ""z"""\n4,';
    for (const pieceBytes of [1, 2, 5]) {
      expect(sketch(await readBytes(lines, { pieceBytes }))).to.deep.equal([
        '1: PKID|Note',
        '2: 1|a\r\nb',
        '4: 2|x',
        '5: 3|y "z"',
        '6: 4|',
      ]);
    }
  });

  it('the mark with which old programs end a file is no row', async () => {
    expect(sketch(await readBytes('PKID\n1\n\x1a'))).to.deep.equal(['1: PKID', '2: 1']);
  });

  it('quotes inside a value, Excel’s text protection and doubled quotes are read', async () => {
    expect(sketch(await readBytes('PKID,A,B\n="001",5" disk,"say ""x"""\n'))).to.deep.equal([
      '1: PKID|A|B',
      '2: ="001"|5" disk|say "x"',
    ]);
  });

  it('a quote that is never closed is said with its row, soon', async () => {
    const events = await readBytes('PKID,Note\n1,"a\n2,b\n');
    expect(events.at(-1)).to.deep.equal({ kind: 'refused', reason: { code: 'unclosed_quote', params: { row: 2 } } });
    const long = `PKID,Note\n1,"a\n${'2,b\n'.repeat(100_000)}`;
    expect(ending(await readBytes(long))).to.equal('limit_record:record');
  });

  it('two stray quotes that swallow the rows between them spoil their row', async () => {
    const lines = `Serial,PKID,Note\nS1,${goodPkid},"oops\nS2,3305160010077,x\nS3,3305160010088,y"\nS4,3305160010099,z\n`;
    expect(outcomes(await readFileBytes(lines))).to.deep.equal(['2: reject quote_swallowed_rows', '5: accept pkid']);
  });

  it('a line break inside a remark does not', async () => {
    expect(outcomes(await readFileBytes(`Serial,PKID,Note\nS1,${goodPkid},"two\nlines, that is"\n`))).to.deep.equal([
      '2: accept pkid',
    ]);
  });

  it('a stray quote among the first rows does not hide the separator', async () => {
    expect(ending(await readBytes('Title "x\nSerial;PKID\nS1;1\n"'))).to.equal('unclosed_quote');
  });
});

/** The container of old Office files, with one stream of this name. */
function container(stream: string): Buffer {
  const bytes = Buffer.alloc(2048);
  Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]).copy(bytes);
  bytes.writeUInt16LE(9, 30);
  bytes.writeUInt32LE(1, 48);
  bytes.write('Root Entry\0', 1024, 'utf16le');
  bytes.write(`${stream}\0`, 1152, 'utf16le');
  return bytes;
}

describe('what is no spreadsheet', () => {
  const cases: readonly (readonly [string, Buffer | string, string])[] = [
    ['nothing', '', 'empty_file'],
    ['blank lines', '\r\n \r\n,,,\r\n', 'empty_file'],
    ['three bytes', 'abc', 'no_header'],
    ['a web page', '<html><table></table></html>', 'not_a_spreadsheet:markup'],
    ['a web page with blank lines first', '\n\n<!DOCTYPE html>', 'not_a_spreadsheet:markup'],
    [
      'an old .xls or a file with a password',
      Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
      'encrypted_or_legacy',
    ],
    ['a PDF', '%PDF-1.7', 'not_a_spreadsheet:pdf'],
    ['rich text', '{\\rtf1}', 'not_a_spreadsheet:richText'],
    ['an old exchange format', 'TABLE\r\n0,1\r\n"EXCEL"', 'not_a_spreadsheet:exchange'],
    ['a list whose first title looks like one', `ID;PKID\n7;${goodPkid}`, 'end'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), 'not_a_spreadsheet:picture'],
    ['a compressed file', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]), 'not_a_spreadsheet:archive'],
    ['Excel 2', Buffer.from([9, 0, 4, 0, 2, 0, 0x10, 0]), 'encrypted_or_legacy:xls'],
    ['an old workbook', container('Workbook'), 'encrypted_or_legacy:xls'],
    ['a workbook with a password', container('EncryptedPackage'), 'encrypted_or_legacy:password'],
    ['a text document', container('WordDocument'), 'not_a_spreadsheet:document'],
    ['a mail', container('__properties_version1.0'), 'not_a_spreadsheet:mail'],
    ['flat OpenDocument', '<?xml version="1.0"?><office:document>', 'not_a_spreadsheet:openDocument'],
    ['binary', Buffer.from([1, 2, 3, 0, 0, 255, 4]), 'not_a_spreadsheet'],
    ['words', 'Dear colleague,\nplease register.', 'no_header'],
    ['a header alone', 'Serial,PKID\n', 'no_data_rows'],
  ];
  for (const [what, bytes, expected] of cases) {
    it(`${what}: ${expected}`, async () => {
      expect(ending(await readFileBytes(bytes))).to.equal(expected);
    });
  }
});

describe('limits of a text file', () => {
  const cases: readonly (readonly [string, Parameters<typeof readBytes>[1], string])[] = [
    ['size', { limits: { csvBytes: 10 } }, 'limit_upload:csvBytes'],
    ['rows', { limits: { rows: 1 } }, 'limit_rows:rows'],
    ['columns', { limits: { columns: 1 } }, 'limit_columns:columns'],
    ['characters of a cell', { limits: { cellCharacters: 10 } }, 'limit_cell_characters:cellCharacters'],
  ];
  for (const [what, reading, expected] of cases) {
    it(`${what}: ${expected}`, async () => {
      expect(ending(await readBytes(`PKID,Qty\n${goodPkid},1\n${goodPkid},1\n`, reading))).to.equal(expected);
    });
  }

  it('empty columns beyond the limit do no harm', async () => {
    expect(outcomes(await readFileBytes(`PKID\n${goodPkid}${','.repeat(300)}\n`))).to.deep.equal(['2: accept pkid']);
  });
});

describe('a text whose encoding nothing tells', () => {
  const rows = [
    'Serial,Manufacturer,Model,Group Tag,Remark',
    'S12345,LENOVO,21HM,Zürich,',
    'S12346,LENOVO,21HM,Bern,für Zürich',
    'S12347,LENOVO,21HMü,Bern,',
    ',,,,',
  ].join('\r\n');
  const codes = (events: readonly ReadEvent[]): readonly string[] =>
    rowsOf(events).map(({ reading }) => ('reason' in reading ? reading.reason.code : reading.kind));

  it('sends nothing but ASCII: rows with other letters in what would be sent are rejected', async () => {
    const events = await readFileBytes(Buffer.from(rows, 'latin1'));
    expect(codes(events)).to.deep.equal(['encoding_uncertain', 'device', 'encoding_uncertain']);
  });

  it('is read where the bytes prove it', async () => {
    for (const bytes of [Buffer.from(rows), Buffer.from(`\ufeff${rows}`, 'utf16le'), utf16be(rows)]) {
      expect(codes(await readFileBytes(bytes))).to.deep.equal(['device', 'device', 'device']);
    }
  });

  it('is read where the settings say it, and only there', async () => {
    const czech = Buffer.from('Serial,Manufacturer,Model,Group Tag\nS12345,LENOVO,21HM,P\xf8\xedbram\n', 'latin1');
    const read = await readFileBytes(czech, { textEncoding: 'windows-1250' });
    expect(rowsOf(read)[0]?.cells[3]).to.equal('Příbram');
    expect(codes(read)).to.deep.equal(['device']);
    const utf8 = await readFileBytes(Buffer.from(rows), { textEncoding: 'windows-1250' });
    expect(rowsOf(utf8)[0]?.cells[3]).to.equal('Zürich');
  });

  it('was misread before it was saved: UTF-8 taken for a Western or Central European code page', async () => {
    for (const word of ['Zürich', 'Łódź', 'Příbram', 'Αθήνα', 'Москва', '北京', 'Café', 'naïve – “x”']) {
      for (const page of ['windows-1252', 'windows-1250']) {
        const text = new TextDecoder(page).decode(Buffer.from(word));
        const events = await readFileBytes(`Serial,Manufacturer,Model,Group Tag\nS12345,LENOVO,21HM,"${text}"\n`);
        expect(codes(events), `${word} as ${page}`).to.deep.equal(['text_bad_characters']);
      }
      const events = await readFileBytes(`Serial,Manufacturer,Model,Group Tag\nS12345,LENOVO,21HM,"${word}"\n`);
      expect(codes(events), word).to.deep.equal(['device']);
    }
  });

  it('real words with letters that such text has, too, pass', async () => {
    const words = [
      'Úžas',
      'Ústí',
      'Óźno',
      'Ålesund',
      'Ärzte',
      'ÄÖÜ',
      'Århus',
      'São Paulo',
      'Ñandú',
      'Čáslav',
      'Їжак',
      'Ві-Фі',
    ];
    for (const word of words) {
      const events = await readFileBytes(`Serial,Manufacturer,Model,Group Tag\nS12345,LENOVO,21HM,${word}\n`);
      expect(codes(events), word).to.deep.equal(['device']);
    }
  });
});

describe('text files that a shell has put together', () => {
  const list = 'Serial,Manufacturer,Model\r\nS12345,LENOVO,21HM';

  it('the mark at the end, one byte in any encoding, is no part of the last value', async () => {
    const mark = Buffer.from([0x1a]);
    for (const text of [list, `${list}\r\n`]) {
      for (const bytes of [Buffer.from(text), Buffer.from(text, 'latin1'), Buffer.from(`\ufeff${text}`, 'utf16le')]) {
        const [row, ...more] = rowsOf(await readFileBytes(Buffer.concat([bytes, mark])));
        expect(row?.cells).to.deep.equal(['S12345', 'LENOVO', '21HM']);
        expect(more).to.deep.equal([]);
      }
    }
  });

  it('UTF-16 behind other text is refused with what happened, early or late in the file', async () => {
    const tail = Buffer.from('\r\nS12346,LENOVO,21HM', 'utf16le');
    for (const times of [1, 8_000]) {
      const start = Buffer.from(`Serial,Manufacturer,Model\r\n${'S12345,LENOVO,21HM\r\n'.repeat(times)}`);
      expect(ending(await readFileBytes(Buffer.concat([start, tail])))).to.equal('not_a_spreadsheet:mixedEncodings');
    }
  });

  it('other text behind UTF-16 is refused, too', async () => {
    const start = Buffer.from(`\ufeff${list}`, 'utf16le');
    const bytes = Buffer.concat([start, Buffer.from('\r\nS12346,LENOVO,21HM,')]);
    expect(ending(await readFileBytes(bytes))).to.equal('not_a_spreadsheet:mixedEncodings');
  });
});

describe('an upload that fails on its way', () => {
  it('is thrown, not taken for a bad file', async () => {
    const { makeSheetReader } = await import('../../../shared/adapters/spreadsheet/sheet-reader.ts');
    const { defaultLimits } = await import('../../../shared/domain/reading/read-event.ts');
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('PKID\n');
      throw new Error('connection lost');
    }
    const reader = makeSheetReader({ tempFolder: (await import('node:os')).tmpdir() });
    let message = '';
    try {
      for await (const _ of reader.read(failing(), defaultLimits));
    } catch (error) {
      message = error instanceof Error ? error.message : '';
    }
    expect(message).to.equal('connection lost');
  });
});
