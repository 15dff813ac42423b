import type { Config } from '../../server/src/config.js';

const LOOK_FOR_MS = 2_000;

/** Where a ledger on our host and port is reached, whether one runs or not. */
export function ownUrl({ host, port }: Pick<Config, 'host' | 'port'>): string {
  const reachable = ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${String(port)}`;
}

/** Where a ledger answers on our host and port; undefined where none does. */
export async function findRunning(config: Config): Promise<string | undefined> {
  const url = ownUrl(config);
  const answer = await fetch(`${url}/health/live`, { signal: AbortSignal.timeout(LOOK_FOR_MS) }).catch(() => undefined);
  return answer?.ok ? url : undefined;
}
