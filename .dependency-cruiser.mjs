const FEATURES =
  'batches|collections|corrections|disputes|fees|ledger|merchants|miniapp|orders|payments|reconciliation|reports|settlements|statements|audit|vouchers|worklist';

/** Where SQL may stand: the log, the projections and whatever owns a table. */
const OWNS_TABLES = [
  '^libs/(postgres|projections|ledger|reports)/src/',
  '^libs/event-log/src/postgres/',
  '^libs/[^/]+/src/read/',
  '^libs/channels/src/inbox/',
  '^apps/server/src/(keys|idempotency|sessions)/',
  '/postgres-[^/]+\\.ts$',
];

const TESTS = '(spec\\.ts$|/testing\\.ts$|/testing/|/test-server\\.ts$|^test/)';

/** What opens zip archives. */
const YAUZL = '(^|node_modules/)(@types/)?yauzl/';

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    forbid('no-cycles', 'One direction of flow: no file depends on itself.', {}, { circular: true }),
    // What is `virtual:` is made by the build of the console.
    forbid('all-resolve', 'What is imported must be there.', {}, { couldNotResolve: true, pathNot: '^virtual:' }),
    forbid(
      'kernel-imports-nothing',
      'The kernel is words that all others share; it knows nobody.',
      { path: '^libs/kernel/src/', pathNot: TESTS },
      { pathNot: '^libs/kernel/src/' },
    ),
    forbid(
      'domain-is-pure',
      'A domain folder knows itself and the kernel, and what a row of a statement or an item is: no framework, no clock, no I/O.',
      { path: '^(libs/[^/]+/src/domain)/', pathNot: TESTS },
      { pathNot: ['^$1/', '^libs/kernel/src/', '^libs/statements/src/row\\.ts$', '^libs/reconciliation/src/item\\.ts$'] },
    ),
    forbid(
      'read-without-nest',
      'Read models are plain SQL and functions; only controllers and modules know Nest.',
      { path: '^libs/[^/]+/src/read/' },
      { path: '(^|node_modules/)@nestjs/' },
    ),
    forbid(
      'features-never-meet',
      'Features meet through events (reactions) and types, not by import. Channels know the commands they send.',
      { path: `^libs/(${FEATURES})/src/`, pathNot: TESTS },
      { path: `^libs/(channels|${FEATURES})/src/`, pathNot: '^libs/$1/src/', dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'periods-stand-below-books',
      'On which day an entry is booked, periods say: to the read models that put entries on days, and to nobody else.',
      { path: `^libs/(${FEATURES})/src/`, pathNot: [TESTS, '^libs/(ledger|reports)/src/'] },
      { path: '^libs/periods/src/', dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'periods-know-no-feature',
      'Ledger and reports stand on periods, which therefore know the kernel, the log and what read models are made of.',
      { path: '^libs/periods/src/', pathNot: TESTS },
      { pathNot: ['^libs/(periods|kernel|event-log|projections)/src/'] },
    ),
    forbid(
      'readers-know-files',
      'What reads a statement knows files and the kernel: no ledger, no framework, no table.',
      { path: '^libs/statements/src/(reading|formats)/', pathNot: TESTS },
      {
        pathNot: [
          '^libs/statements/src/(reading|formats)/',
          '^libs/statements/src/(row|mapping)\\.ts$',
          '^libs/kernel/src/',
          YAUZL,
        ],
        dependencyTypesNot: ['core'],
      },
    ),
    forbid(
      'exports-only-render',
      'Exports turn rows into text and bytes: they know no database, no framework, no file and no feature.',
      { path: '^libs/exports/src/', pathNot: TESTS },
      { pathNot: ['^libs/exports/src/', '^libs/kernel/src/', '(^|node_modules/)fflate/', '^(node:)?crypto$'] },
    ),
    forbid(
      'proofs-are-pure',
      'Leaves, trees, proofs and notes are functions of bytes: they know the kernel and hashing, so that anybody can check them.',
      { path: '^libs/audit/src/proof/', pathNot: TESTS },
      { pathNot: ['^libs/audit/src/proof/', '^libs/kernel/src/', '^(node:)?crypto$'], dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'persons-are-sealed-at-the-edge',
      'Features hold sealed persons and never open them: channels and imports seal, the edge of reading opens.',
      { path: '^(libs|apps)/', pathNot: [TESTS, '^libs/(privacy|channels|statements)/src/', '^apps/(server|projector)/src/'] },
      { path: '^libs/privacy/src/' },
    ),
    forbid(
      'privacy-knows-no-feature',
      'Who a person is concerns no feature: privacy knows the kernel, the log and its own table.',
      { path: '^libs/privacy/src/', pathNot: TESTS },
      { path: '^(libs|apps)/', pathNot: '^libs/(privacy|kernel|event-log|postgres)/src/' },
    ),
    forbid(
      'explanations-ask-nobody',
      'What an explanation and a pack come to follows from events and what is given: whoever verifies it has no database, no framework and no server.',
      { path: '^libs/provenance/src/', pathNot: TESTS },
      {
        path: [
          '(^|node_modules/)(@nestjs|pg)/',
          '^libs/[^/]+/src/(read|running|reactions)/',
          '^(node:)?(fs|http|https|net)(/|$)',
        ],
      },
    ),
    forbid('libs-below-apps', 'Apps are composed of libs, never the other way round.', { path: '^libs/' }, { path: '^apps/' }),
    forbid(
      'console-knows-the-api-alone',
      'The console is a client like any other: it knows the OpenAPI document, and no code of the ledger.',
      { path: '^apps/console/src/' },
      { path: '^(libs|apps|test)/', pathNot: '^apps/console/src/' },
    ),
    forbid(
      'nothing-knows-the-console',
      'The server serves its files; nobody imports it.',
      { path: '^(libs|apps)/', pathNot: '^apps/console/' },
      { path: '^apps/console/' },
    ),
    forbid(
      'pages-never-meet',
      'A page of the console knows the frame, the API and the parts; other pages it reaches by their address.',
      { path: '^apps/console/src/pages/([^/]+)/' },
      { path: '^apps/console/src/pages/', pathNot: '^apps/console/src/pages/$1/' },
    ),
    forbid(
      'tables-have-owners',
      'Only what owns a table speaks to PostgreSQL.',
      { path: '^(libs|apps)/', pathNot: [TESTS, ...OWNS_TABLES] },
      { path: '(^|node_modules/)(@types/)?pg(/|$)' },
    ),
    forbid(
      'tests-stay-tests',
      'Nothing that runs depends on a test or on what tests use.',
      { path: '^(libs|apps)/', pathNot: TESTS },
      { path: TESTS },
    ),
    forbid(
      'no-dev-packages',
      'What runs in production may not depend on a devDependency.',
      // The console is bundled when it is built: at run time there are only its files.
      { path: '^(libs|apps)/', pathNot: [TESTS, '^apps/console/'] },
      { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], pathNot: 'node_modules/@types/' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^((dist|var|test/architecture/planted)/|apps/console/vite\\.config\\.mjs)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['source', 'import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.d.ts', '.mjs', '.js', '.json'],
    },
    cache: { folder: '.cache/dependency-cruiser', strategy: 'content' },
  },
};
