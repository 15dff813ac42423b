import { GOES_WITHIN_MS, project, triedAgain } from '../../jest.config.mjs';

/** The console in a browser, on the built server with the demo's data: one of each for all specs. `npm run test:console`. */
export default {
  ...project('console', ['<rootDir>/test/console/**/*.console-spec.ts'], {
    rootDir: '../..',
    globalSetup: '<rootDir>/test/console/support/start.mjs',
    globalTeardown: '<rootDir>/test/console/support/stop.mjs',
    ...triedAgain,
  }),
  // One browser for each worker: more only wait for the same server.
  maxWorkers: 3,
  workerGracefulExitTimeout: GOES_WITHIN_MS,
  testSequencer: '<rootDir>/test/setup/longest-first.mjs',
  // At a load of fifteen seven tabs with their pictures took longer than two minutes.
  testTimeout: 240_000,
};
