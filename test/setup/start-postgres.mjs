import './typescript.mjs';

/** jest globalSetup of the integration and e2e projects. */
export default async function startPostgres() {
  const { startTestServer } = await import('../../libs/postgres/src/test-server.ts');
  const server = await startTestServer();
  globalThis.hezhangTestServer = server;
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ]) {
    process.once(signal, () => void server.stop().finally(() => process.exit(code)));
  }
}
