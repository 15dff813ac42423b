/** jest globalTeardown: the counterpart of start-postgres.mjs. */
export default async function stopPostgres() {
  await globalThis.hezhangTestServer?.stop();
}
