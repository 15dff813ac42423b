import { project } from '../../jest.config.mjs';

/** The console in a browser, on the built server with the demo's data: one of each for all specs. `npm run test:console`. */
export default {
  ...project('console', ['<rootDir>/test/console/**/*.console-spec.ts'], {
    rootDir: '../..',
    globalSetup: '<rootDir>/test/console/support/start.mjs',
    globalTeardown: '<rootDir>/test/console/support/stop.mjs',
  }),
  // One browser for each worker: more than two only wait for the same server.
  maxWorkers: 2,
  testTimeout: 120_000,
};
