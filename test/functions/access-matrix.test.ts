import { expect } from 'chai';
import { describe, it } from 'mocha';
import { readOperations } from '../../functions/api/contract.ts';
import { apiWorld, people, principalHeader } from './api-world.ts';

const callers = ['nobody', 'stranger', 'viewer', 'uploader', 'operator', 'link', 'revoked', 'expired'] as const;
type Caller = (typeof callers)[number];
type Row = readonly [
  nobody: number,
  /** Viewer of another partner. */
  stranger: number,
  viewer: number,
  uploader: number,
  operator: number,
  /** A personal link of the partner: valid, revoked, expired. */
  link: number,
  revoked: number,
  expired: number,
];

/** What an operation is asked with. `{upload}` and the like stand for what there is. */
interface Try {
  readonly path: string;
  readonly body?: unknown;
  readonly statuses: Row;
}

const anyone = (status: number): Row => [status, status, status, status, status, status, status, status];
const reading = (status = 200): Row => [401, 404, status, status, status, status, 401, 401];
const writing = (status: number): Row => [401, 404, 403, status, status, status, 401, 401];
const operating = (status = 200): Row => [401, 403, 403, 403, status, 403, 401, 401];

const own = '/partners/northwind';
const upload = `${own}/uploads/{upload}`;

/** Each operation of the contract, and what everybody gets to hear. */
const tries: Readonly<Record<string, Try>> = {
  readContract: { path: '/openapi.json', statuses: anyone(200) },
  readSignInWays: { path: '/sign-in', statuses: anyone(200) },
  listLocalChoices: { path: '/sign-in/local', statuses: anyone(404) },
  chooseLocally: { path: '/sign-in/local', body: { as: 'operator' }, statuses: anyone(404) },
  openLink: { path: '/sign-in/link', body: { secret: 'x'.repeat(43) }, statuses: anyone(401) },
  signOut: { path: '/sign-out', statuses: anyone(204) },
  readMe: { path: '/me', statuses: [401, 200, 200, 200, 200, 200, 401, 401] },
  listUploads: { path: `${own}/uploads`, statuses: reading() },
  beginUpload: { path: `${own}/uploads`, body: { fileName: 'July.csv' }, statuses: writing(201) },
  findDropped: { path: `${own}/dropped?file=May.csv`, statuses: reading() },
  readUpload: { path: upload, statuses: reading() },
  listRows: { path: `${upload}/rows?verdict=rejected&limit=5`, statuses: reading() },
  correctRows: {
    path: `${upload}/corrections`,
    body: { rows: [{ row: 3, cells: [{ at: 0, value: 'contoso.example' }] }] },
    statuses: writing(201),
  },
  confirmRemovals: { path: `${upload}/confirm`, body: { rows: 1 }, statuses: writing(409) },
  fetchFile: { path: `${upload}/files/report.json`, statuses: reading(302) },
  releaseUpload: { path: `${upload}/release`, statuses: writing(200) },
  cancelUpload: { path: `${upload}/cancel`, statuses: writing(200) },
  sendChecked: { path: `${own}/uploads/{check}/send`, statuses: writing(201) },
  fetchTemplate: { path: `${own}/template/en`, statuses: reading() },
  listComparisons: { path: `${own}/comparisons`, statuses: reading() },
  fetchComparison: { path: `${own}/comparisons/2026-01-05/files/comparison.csv`, statuses: reading(302) },
  findDevice: { path: `${own}/devices?serial=S-1`, statuses: reading() },
  listDeliveries: { path: `${own}/deliveries`, statuses: reading() },
  readOverview: { path: '/operator/overview', statuses: operating() },
  listAllUploads: { path: '/operator/uploads?show=open', statuses: operating() },
  listFailures: { path: '/operator/failures', statuses: operating() },
  listPartners: { path: '/operator/partners', statuses: operating() },
  suspendPartner: { path: '/operator/partners/tailspin/suspend', body: { reason: 'x' }, statuses: operating(204) },
  resumePartner: { path: '/operator/partners/tailspin/resume', statuses: operating(204) },
  listConnections: { path: '/operator/connections', statuses: operating() },
  suspendConnection: { path: '/operator/connections/oem/suspend', body: { reason: 'x' }, statuses: operating(204) },
  resumeConnection: { path: '/operator/connections/oem/resume', statuses: operating(204) },
  listLinks: { path: '/operator/partners/northwind/links', statuses: operating() },
  makeLink: {
    path: '/operator/partners/northwind/links',
    body: { person: 'Lee', days: 3 },
    statuses: operating(201),
  },
  revokeLink: { path: '/operator/partners/northwind/links/{spare}/revoke', statuses: operating(204) },
};

const operations = readOperations();

describe('who may do what', () => {
  it('is written down for each operation of the contract, and for nothing else', () => {
    expect(Object.keys(tries).sort()).to.deep.equal(operations.map(({ operationId }) => operationId).sort());
  });

  for (const { operationId, method, access } of operations) {
    const { path, body, statuses } = tries[operationId] ?? { path: '', statuses: anyone(0) };
    it(`${operationId} (${access})`, async () => {
      const { ask, upload: uploadId, check, link, world, app } = await apiWorld();
      const [expired, valid, revoked, spare] = [await link(1), await link(), await link(), await link()];
      await app.serving.linking.revoke('northwind', revoked.link.linkId, { who: 'operator', by: 'Olga' });
      world.clock.move(25 * 3_600_000);
      const headersOf: Readonly<Record<Caller, Readonly<Record<string, string>>>> = {
        nobody: {},
        stranger: { 'x-ms-client-principal': principalHeader(people.stranger) },
        viewer: { 'x-ms-client-principal': principalHeader(people.viewer) },
        uploader: { 'x-ms-client-principal': principalHeader(people.uploader) },
        operator: { 'x-ms-client-principal': principalHeader(people.operator) },
        link: { cookie: valid.cookie },
        revoked: { cookie: revoked.cookie },
        expired: { cookie: expired.cookie },
      };
      const places = { upload: uploadId, check, spare: spare.link.linkId };
      const where = path.replace(/\{(\w+)\}/g, (_, name: keyof typeof places) => places[name]);
      const heard: number[] = [];
      for (const caller of callers) {
        const headers = { 'x-requested-with': 'test', ...headersOf[caller] };
        heard.push((await ask(where, { method, headers, ...(body === undefined ? {} : { body }) })).status);
      }
      expect(Object.fromEntries(callers.map((caller, at) => [caller, heard[at]]))).to.deep.equal(
        Object.fromEntries(callers.map((caller, at) => [caller, statuses[at]])),
      );
    });
  }
});
