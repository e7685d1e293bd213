import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import schema from '../../schemas/connection.schema.json' with { type: 'json' };
import type { Connection } from '../../shared/domain/settings/connection.ts';

const ajv = new Ajv2020({ strict: true, discriminator: true, allErrors: true });
addFormats.default(ajv);
const fits = ajv.compile<Connection>(schema);
const [partnerCenter, oemDirect, intune, handOff] = schema.examples;

describe('the settings of a connection', () => {
  for (const example of [
    ...schema.examples,
    ...Object.values(schema.$defs).flatMap((def) => ('examples' in def ? def.examples : [])),
  ]) {
    it(`the example ${example.connectionId} is valid`, () =>
      expect(fits(example), ajv.errorsText(fits.errors)).to.equal(true));
  }

  for (const [name, broken] of [
    ['an unknown platform', { ...handOff, platform: 'fax' }],
    ['no platform', { connectionId: 'x', name: 'x' }],
    ['a secret instead of its name', { ...partnerCenter, credential: { kind: 'secret', secret: 'Pa$$w0rd~!' } }],
    ['a misspelled setting', { ...intune, syncAfterimport: true }],
    ['more devices per call than the platform takes', { ...intune, maxDevices: 501 }],
    ['plain http to another machine', { ...partnerCenter, baseUrl: 'http://api.partnercenter.microsoft.com' }],
    ['no address of the gateway', { ...oemDirect, baseUrl: undefined }],
    [
      'a gateway without a way to ask for an operation',
      { ...oemDirect, paths: { ...oemDirect?.paths, status: '/v1/status' } },
    ],
    ['a field the contract does not have', { ...oemDirect, fieldMap: { Tenant: 'x' } }],
    ['a sign-in without its refresh token', { ...partnerCenter, signIn: { kind: 'appUser' } }],
    ['a file for Intune’s portal with more than 500 rows', { ...handOff, fileFormat: 'intune', maxDevices: 1000 }],
    ['a file for Intune’s portal of any length', { ...handOff, fileFormat: 'intune' }],
    ['an id that is no file name', { ...handOff, connectionId: '../m365' }],
  ] as const) {
    it(`${name} is refused`, () => expect(fits(JSON.parse(JSON.stringify(broken)))).to.equal(false));
  }

  it('simulators on this machine may be called by plain http', () => {
    expect(
      fits({ ...partnerCenter, baseUrl: 'http://127.0.0.1:7071/pc', authority: 'http://localhost:7071' }),
    ).to.equal(true);
  });

  it('every property is described', () => {
    const undescribed: string[] = [];
    const walk = (node: unknown, path: string): void => {
      if (typeof node !== 'object' || node === null || Array.isArray(node)) {
        if (Array.isArray(node)) node.forEach((item, at) => void walk(item, `${path}/${at}`));
        return;
      }
      for (const [key, value] of Object.entries(node)) {
        if (key === 'properties' && !path.endsWith('/properties')) {
          for (const [name, property] of Object.entries(value)) {
            if (!Object.hasOwn(Object(property), 'description')) undescribed.push(`${path}/${name}`);
          }
        }
        if (key !== 'examples') walk(value, `${path}/${key}`);
      }
    };
    walk(schema, '');
    expect(undescribed).to.deep.equal([]);
  });
});
