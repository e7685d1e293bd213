/** Who may import whom: docs/architecture.md says why. `npm run boundaries` also proves that these rules look at something. */

const to = (path, ...allowed) => ({
  name: `${path}-imports`,
  severity: 'error',
  from: { path: `^${path}` },
  to: {
    path: '^(functions|shared|schemas|cli|local|simulators|tools|test|bench|web)/',
    pathNot: allowed.map((folder) => `^${folder}`),
  },
});

/**
 * The order of the domain, lowest first: each part may use those named before it. `reasons` lies below the files at the
 * domain's top (''), because what all speak of, a reason, is made of its codes.
 */
const domainOrder = [
  'reasons',
  '',
  'texts',
  'settings',
  'reading',
  'planning',
  'registering',
  'reporting',
  'audit',
  'comparing',
];
const domainPart = (folder) => (folder === '' ? '^shared/domain/[^/]+$' : `^shared/domain/${folder}/`);
const domainLayers = domainOrder.map((folder, level) => ({
  name: `domain-order-${folder || 'top'}`,
  severity: 'error',
  from: { path: domainPart(folder) },
  to: { path: '^shared/domain/', pathNot: domainOrder.slice(0, level + 1).map(domainPart) },
}));

const adapters = 'shared/adapters/';
const inner = ['shared/domain/', 'shared/ports\\.ts$', 'shared/errors\\.ts$'];

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, path: '^(functions|shared)/' },
      to: {},
    },
    {
      // The bundler gives a CommonJS package that is loaded late a default export only: wrap it in a module of ours. (The
      // default export is all that is taken from exceljs.)
      name: 'only-own-modules-are-loaded-late',
      severity: 'error',
      from: { path: '^(functions|shared)/' },
      to: { dynamic: true, dependencyTypes: ['npm'], pathNot: '(^|/)exceljs(/|$)' },
    },
    to('shared/domain/', 'shared/domain/'),
    ...domainLayers,
    {
      name: 'domain-order-names-every-folder',
      severity: 'error',
      from: { path: '^shared/' },
      to: { path: '^shared/domain/', pathNot: domainOrder.map(domainPart) },
    },
    {
      name: 'domain-is-pure',
      severity: 'error',
      from: { path: '^shared/domain/' },
      to: { dependencyTypes: ['npm', 'core'], pathNot: '^(node:)?crypto$' },
    },
    to('shared/ports\\.ts$', 'shared/domain/'),
    to('shared/errors\\.ts$', 'shared/domain/'),
    to('shared/schema-check\\.ts$', 'shared/errors\\.ts$'),
    to('shared/usecases/', 'shared/usecases/', ...inner),
    {
      name: 'usecases-have-no-packages',
      severity: 'error',
      from: { path: '^shared/usecases/' },
      to: { dependencyTypes: ['npm', 'core'] },
    },
    {
      name: 'adapters-imports',
      severity: 'error',
      from: { path: '^shared/adapters/([^/]+)/' },
      to: {
        path: '^(functions|shared|cli|local|simulators|tools|test|bench|web)/',
        pathNot: [...inner.map((p) => `^${p}`), '^shared/schema-check\\.ts$', `^${adapters}$1/`, `^${adapters}http/`],
      },
    },
    to(
      'shared/config\\.ts$',
      'shared/domain/',
      'schemas/',
      'shared/errors\\.ts$',
      'shared/adapters/storage/clients\\.ts$',
      'shared/adapters/secrets/secrets\\.ts$',
      'shared/adapters/telemetry/export-to\\.ts$',
    ),
    to('shared/(app|connect)\\.ts$', 'shared/'),
    to('shared/wire\\.ts$', 'shared/usecases/', 'shared/config\\.ts$', ...inner),
    to(
      'functions/',
      'functions/',
      'shared/app\\.ts$',
      'shared/wire\\.ts$',
      'shared/config\\.ts$',
      'shared/domain/work\\.ts$',
      'shared/schema-check\\.ts$',
      'shared/adapters/storage/names\\.ts$',
      'shared/adapters/page/',
      'schemas/',
    ),
    // The page takes the domain's words and pure rules, and of use cases only the shapes they answer with.
    to('web/', 'web/', 'shared/domain/', 'shared/usecases/'),
    {
      name: 'page-runs-no-use-case',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^shared/usecases/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'exceljs-only-in-the-template',
      severity: 'error',
      from: {
        path: '^(functions|shared|cli|local|simulators)/',
        pathNot: '^shared/adapters/report/partner-template/',
      },
      to: { path: '(^|/)exceljs(/|$)' },
    },
    {
      name: 'exceljs-is-loaded-when-needed',
      severity: 'error',
      from: { path: '^shared/adapters/report/partner-template/' },
      to: { path: '(^|/)exceljs(/|$)', dynamic: false, dependencyTypesNot: ['type-only'] },
    },
    { name: 'nothing-imports-test', severity: 'error', from: { pathNot: '^test/' }, to: { path: '^test/' } },
    {
      name: 'simulators-share-no-code-with-clients',
      severity: 'error',
      from: { path: '^simulators/' },
      to: { path: '^(shared|functions)/' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.json', '.js'] },
  },
};
