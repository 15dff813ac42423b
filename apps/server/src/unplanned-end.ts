import { CannotStart, EmbeddedPostgres } from '#postgres';
import { ConfigError } from './config.js';

const STOPS_WITHIN_MS = 30_000;

/** What a person can mend is said in one line; what we got wrong keeps its stack. */
export function explain(error: unknown): string {
  if (error instanceof ConfigError || error instanceof CannotStart) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/**
 * An error that nobody caught ends the process, but not before the PostgreSQL that it started, which would go on without it.
 * What SIGKILL or the end of memory leaves behind the next start takes over.
 */
export function endOnUncaught(): void {
  let isEnding = false;
  process.on('uncaughtException', (error) => {
    process.stderr.write(`${explain(error)}\n`);
    if (isEnding) return;
    isEnding = true;
    const end = (): void => process.exit(1);
    setTimeout(end, STOPS_WITHIN_MS);
    void EmbeddedPostgres.stopAll().then(end);
  });
}
