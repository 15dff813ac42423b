import { sweepNotices, type ChannelDeps } from '#channels';
import { Poller } from '#projections';

const SWEEP_EVERY_MS = 30_000;
const PURGE_EVERY_MS = 3_600_000;

/** Hears what did not work; it will be tried again. */
export type OnFailure = (of: string, error: unknown) => void;

/** Goes on beside the API until it is stopped. */
export interface Chore {
  start(): void;
  stop(): Promise<void>;
}

/** Forgets what is over. */
interface Purged {
  purge(): Promise<void>;
}

/** What was kept and not finished (after a crash, an outage) is taken up again; old idempotency keys and sessions are forgotten. */
export const choresOf = (channels: ChannelDeps, purged: readonly Purged[], onFailure: OnFailure): Chore[] => [
  new Poller({
    everyMs: SWEEP_EVERY_MS,
    work: async (now) => {
      await sweepNotices(channels, now);
    },
    onFailure: (error) => onFailure('sweep of notices', error),
  }),
  new Poller({
    everyMs: PURGE_EVERY_MS,
    work: async () => {
      for (const table of purged) await table.purge();
    },
    onFailure: (error) => onFailure('purge of idempotency keys and sessions', error),
  }),
];
