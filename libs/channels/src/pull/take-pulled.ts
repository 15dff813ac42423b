import type { Instant } from '#kernel';
import { DOUYIN_CARDS } from '../douyin/card-policy.js';
import { DOUYIN_PERSONS } from '../douyin/persons.js';
import type { SaidOrderFact } from '../douyin/order-fields.js';
import { factsOfPulled, isAftersaleRow, readPulled } from '../douyin/pulled-reading.js';
import { isJsonObject, parseExact } from '../exact-json.js';
import { take, type Taken } from '../notice-handling.js';
import { parked } from '../notice-reading.js';
import { withoutPersons } from '../persons.js';
import { sanitise } from '../sanitise.js';
import { gapsIn } from './gaps.js';
import type { PullDeps } from './pull-deps.js';

/** Why something is pulled: `live` and `stuck` look for gaps, a `backfill` expects nothing of pushes. */
export type PullReason = 'live' | 'stuck' | 'backfill';

export interface Pulled {
  readonly shopId: string;
  /** The order detail, or the row of the after-sale list, as the platform wrote it. */
  readonly text: string;
  readonly now: Instant;
  readonly reason: PullReason;
}

/**
 * Keeps what was pulled as a notice, then applies it, as a push is. The id of a notice that tells what no push brought
 * begins with `gap:`. Durable when it resolves. @throws Outage
 */
export async function takePulled(deps: PullDeps, { shopId, text, now, reason }: Pulled): Promise<Taken> {
  const clean = sanitise(text, DOUYIN_CARDS);
  const kept = await withoutPersons(clean.text, DOUYIN_PERSONS, deps.persons);
  const row = parseExact(kept.text);
  const object = isJsonObject(row) ? row : {};
  const reading = factsOfPulled(object, shopId);
  const facts = 'facts' in reading ? reading.facts : [];
  const orderId = facts[0]?.orderId;
  const name = isAftersaleRow(object) ? 'afterSale.List' : 'order.orderDetail';
  const isGap = orderId !== undefined && (await noteGaps(deps, { shopId, orderId, now, reason }, facts));
  const notice = {
    channel: 'douyin-pull' as const,
    source: shopId,
    actor: `douyin-pull:${shopId}`,
    externalId: `${isGap ? 'gap:' : ''}${name}${orderId === undefined ? '' : `:${orderId}`}`,
    receivedAt: now,
    raw: Buffer.from(kept.text),
    sanitised: clean.changed,
    personsSealed: kept.changed,
  };
  return take(deps, notice, () =>
    isJsonObject(row)
      ? readPulled(row, { merchants: deps.merchants, shopId, now })
      : Promise.resolve(parked('MESSAGE_UNREADABLE')),
  );
}

/** Gaps are noted before they are closed: what was broken off between the two is found again. */
async function noteGaps(
  deps: PullDeps,
  { shopId, orderId, now, reason }: Omit<Pulled, 'text'> & { readonly orderId: string },
  facts: readonly SaidOrderFact[],
): Promise<boolean> {
  if (reason === 'backfill') return false;
  const found = gapsIn(facts, await deps.knownFacts(orderId), reason === 'stuck');
  for (const { kind, fact } of found) await deps.store.addGap({ shopId, orderId, kind, fact, foundAt: now });
  return found.length > 0;
}
