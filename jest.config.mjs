import { availableParallelism } from 'node:os';

// Tests compile to CommonJS; ESM-only packages (Nest 12) are loaded natively by jest's require(esm),
// which needs Node >= 24.9 and --experimental-vm-modules: apps/cli/launch.mjs passes both.
const swc = [
  '@swc/jest',
  {
    swcrc: false,
    module: { type: 'commonjs' },
    sourceMaps: 'inline',
    jsc: {
      target: 'es2024',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
      keepClassNames: true,
    },
  },
];

export const project = (displayName, testMatch, extra = {}) => ({
  displayName,
  rootDir: '.',
  testEnvironment: 'node',
  testMatch,
  transform: { '^.+\\.tsx?$': swc },
  transformIgnorePatterns: ['/node_modules/'],
  moduleNameMapper: {
    '^#([a-z-]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^#([a-z-]+)/testing$': '<rootDir>/libs/$1/src/testing.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/var/'],
  ...extra,
});

const withPostgres = {
  globalSetup: '<rootDir>/test/setup/start-postgres.mjs',
  globalTeardown: '<rootDir>/test/setup/stop-postgres.mjs',
};

/** For what is told of whole processes. */
export const triedAgain = { setupFilesAfterEnv: ['<rootDir>/test/setup/tried-again.ts'] };

/**
 * On two cores jest would take one process; but a test waits about as long as it works. Not more than the one PostgreSQL of
 * the run has connections for.
 */
const WORKERS = { least: 3, most: 4 };

/** On a busy machine a worker of half a gigabyte is not gone in jest's half a second; what was left open still shows. */
export const GOES_WITHIN_MS = 10_000;

/** What these hold is decided before the log, or beside it: once is enough. */
const WHATEVER_THE_LOG = [
  'access',
  'access-log',
  'acquirers',
  'audit-keys',
  'bad-input',
  'bad-requests',
  'cards',
  'checkup',
  'demo',
  'exports',
  'exports-limits',
  'fees',
  'import-command',
  'money-terms',
  'oidc',
  'oidc-refused',
  'open-platform',
  'openapi',
  'payment-requests',
  'periods',
  'report-times',
  'reports',
  'sessions',
  'set-up',
  'statement-fetches',
  'statement-fetches-killed',
  'statements',
  'timestamps',
  'views',
  'waterfall',
  'witness',
  'worklist',
];

export default {
  maxWorkers: Math.min(WORKERS.most, Math.max(WORKERS.least, availableParallelism() - 1)),
  // What a spec loaded is not all given back: a worker that served a hundred stood at three gigabytes.
  workerIdleMemoryLimit: '1GB',
  workerGracefulExitTimeout: GOES_WITHIN_MS,
  testSequencer: '<rootDir>/test/setup/longest-first.mjs',
  // Patience for slow machines, not a measure: what hangs still fails.
  testTimeout: 120_000,
  projects: [
    project('unit', ['<rootDir>/{apps,libs,test}/**/*.spec.ts']),
    project('integration', ['<rootDir>/{apps,libs,test}/**/*.int-spec.ts'], withPostgres),
    project('e2e', ['<rootDir>/test/**/*.e2e-spec.ts'], { ...withPostgres, ...triedAgain }),
    // Not the faults: they know both logs by themselves.
    project('e2e-eventstoredb', ['<rootDir>/test/e2e/*.e2e-spec.ts'], {
      ...withPostgres,
      ...triedAgain,
      testPathIgnorePatterns: ['/node_modules/', `/test/e2e/(${WHATEVER_THE_LOG.join('|')})\\.e2e-spec\\.ts$`],
      setupFiles: ['<rootDir>/test/setup/log-on-eventstoredb.mjs'],
    }),
  ],
};
