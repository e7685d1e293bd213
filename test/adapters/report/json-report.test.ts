import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import schema from '../../../schemas/report.schema.json' with { type: 'json' };
import type { Reason } from '../../../shared/domain/reason.ts';
import { fileOf, renderBytes } from './read-back.ts';
import { csvSheet, deviceSheet, everyKind, sampleHash } from './sample-report.ts';

const ajv = new Ajv({ allErrors: true });
addFormats.default(ajv);
const valid = ajv.compile(schema);

const expectValid = (text: string): void => {
  expect(valid(JSON.parse(text)), JSON.stringify(valid.errors)).to.equal(true);
};

const describedEverywhere = (value: unknown, path: string): readonly string[] => {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) => {
    const missing =
      name === 'properties' && inner !== null && typeof inner === 'object'
        ? Object.entries(inner).flatMap(([property, definition]: [string, unknown]) =>
            JSON.stringify(definition).match(/"description"|"\$ref"/) ? [] : [`${path}.${property}`],
          )
        : [];
    return [...missing, ...describedEverywhere(inner, `${path}.${name}`)];
  });
};

describe('the report as JSON', () => {
  it('fits its schema, whatever the verdicts', async () => {
    const hold: Reason = { code: 'relationship_missing', params: { link: 'https://x.example' } };
    const files = await renderBytes(everyKind, {
      holds: [{ ...hold, rows: 3 }],
      notices: [hold],
      calls: { readJob: 3 },
    });
    expectValid(fileOf(files, 'json').toString('utf8'));
  });

  it('fits its schema with a forecast and with the file it follows up; the page says it, too', async () => {
    const who = {
      connectionId: 'pc',
      platform: 'partnerCenter',
      customerTenantId: 't',
      customerName: 'Contoso',
    } as const;
    const reason: Reason = { code: 'relationship_missing', params: { link: 'https://x.example' } };
    const customers = [{ ...who, answer: 'yes' } as const, { ...who, answer: 'no', reason } as const];
    const forecast = { chunks: 1, calls: 2, seconds: 1200, known: 1, customers };
    const followUpOf = [{ uploadId: 'u0', fileName: 'First.csv', rows: 2, counts: { registered: 2 } }];
    const files = await renderBytes(everyKind, { kind: 'check', forecast, followUpOf });
    expectValid(fileOf(files, 'json').toString('utf8'));
    const page = fileOf(files, 'html').toString('utf8');
    expect(page).to.contain('up to 20 minutes').and.contain('follows up First.csv');
  });

  it('fits its schema without rows, and when the file was refused', async () => {
    expectValid(fileOf(await renderBytes([], { sheets: [csvSheet] }), 'json').toString('utf8'));
    const refused = await renderBytes([], { sheets: [], refused: { code: 'no_header' } });
    expectValid(fileOf(refused, 'json').toString('utf8'));
  });

  it('has every row once, in order, and counts that agree', async () => {
    const report: unknown = JSON.parse(fileOf(await renderBytes(everyKind), 'json').toString('utf8'));
    expect(report).to.have.nested.property('summary.rows', everyKind.length);
    expect(report).to.have.property('rows').with.lengthOf(everyKind.length);
    everyKind.forEach(({ row, verdict }, index) => {
      expect(report).to.have.nested.property(`rows[${index}].row`, row);
      expect(report).to.have.nested.property(`rows[${index}].status`, verdict.kind);
    });
  });

  it('can be read line by line', async () => {
    const lines = fileOf(await renderBytes(everyKind), 'json')
      .toString('utf8')
      .split('\n');
    const rows = lines.filter((line) => line.startsWith('{"sheet":'));
    expect(rows.map((line) => JSON.parse(line.replace(/,$/, '')))).to.have.lengthOf(everyKind.length);
  });

  it('holds no hardware hash, not even as a column title', async () => {
    const sheets = [{ ...deviceSheet, titles: ['a', 'b', sampleHash, 'd'] }];
    const files = await renderBytes(everyKind, { sheets });
    for (const kind of ['json', 'csv', 'html'] as const) {
      expect(fileOf(files, kind).toString('utf8')).not.to.contain(sampleHash.slice(16, 60));
    }
  });

  it('describes every property in its schema', () => {
    expect(describedEverywhere(schema, 'report')).to.deep.equal([]);
  });
});
