import './typescript.mjs';

/** jest globalSetup of the integration and e2e projects. */
export default async function startPostgres() {
  const { startTestServer } = await import('../../libs/postgres/src/test-server.ts');
  globalThis.hezhangTestServer = await startTestServer();
}
