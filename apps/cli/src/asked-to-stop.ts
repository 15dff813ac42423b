const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const PARENT_POLL_MS = 200;

/**
 * Resolves at the first signal, or when `parent` has gone: whoever kills npm with SIGKILL means what it started too. npm,
 * the terminal and the launcher may each pass on the same Ctrl-C, so what follows the first one is not heard.
 */
export function askedToStop(parent: number | undefined): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of SIGNALS)
      process.on(signal, () => {
        resolve();
      });
    if (parent === undefined) return;
    const watch = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(watch);
      resolve();
    }, PARENT_POLL_MS);
    watch.unref();
  });
}
