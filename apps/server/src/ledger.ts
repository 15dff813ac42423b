import type { EventCodec, EventLog } from '#event-log';
import { CommandHandling } from '#event-log';
import type { MerchantSetup, StreamMerchantDirectory } from '#merchants';
import type { Reader } from '#projections';
import type { PaymentInstructions } from './payments/instructions.js';
import type { EventFeed } from './events/event-feed.js';
import type { IdempotencyKeys } from './idempotency/postgres-idempotency-keys.js';
import type { ApiKeys } from './keys/postgres-api-keys.js';
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
  readonly reader: Reader;
  readonly instructions: PaymentInstructions;
  readonly feed: EventFeed;
  readonly metrics: Metrics;
  readonly readiness: Readiness;
}
