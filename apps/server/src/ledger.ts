import type { EventCodec, EventLog } from '#event-log';
import { CommandHandling } from '#event-log';
import type { MerchantSetup, StreamMerchantDirectory } from '#merchants';
import type { EventFeed } from './events/event-feed.js';
import type { IdempotencyKeys } from './idempotency/idempotency-keys.js';
import type { ApiKeys } from './keys/api-keys.js';
import type { Metrics } from './operations/metrics.js';
import type { Readiness } from './operations/readiness.js';

/** Everything below HTTP, made once and handed up. */
export interface Ledger {
  readonly log: EventLog;
  readonly codec: EventCodec;
  readonly handling: CommandHandling;
  readonly setup: MerchantSetup;
  readonly directory: StreamMerchantDirectory;
  readonly keys: ApiKeys;
  readonly idempotency: IdempotencyKeys;
  readonly feed: EventFeed;
  readonly metrics: Metrics;
  readonly readiness: Readiness;
}
