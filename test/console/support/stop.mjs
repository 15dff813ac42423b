/** jest globalTeardown: the counterpart of start.mjs. */
export default async function stop() {
  await globalThis.hezhangConsoleServer?.stop();
}
