import { deterministicId } from '#event-log';
import type { Instant } from '#kernel';
import type { FetchDeps } from './fetch-deps.js';
import { missingBillFeature } from './fetches.feature.js';
import { lastOverdue } from './schedule.js';
import type { Schedule, WantedBill } from './store/fetch-store.js';

type NotingParts = Pick<FetchDeps, 'handling' | 'store'>;

/** Notes bills that should have been there and were tried in vain, and those noted that are there by now, or no longer wanted. */
export async function noteMissing(parts: NotingParts, on: readonly Schedule[], now: Instant): Promise<void> {
  const { store } = parts;
  for (const schedule of on) {
    for (const bill of await store.toNote(schedule, lastOverdue(schedule.bill, now)))
      await note(parts, bill, bill.code ?? 'OUTAGE', now);
  }
  for (const bill of await store.toClear()) await note(parts, bill, null, now);
}

/** The event first: cut off in between, it is told again, which adds nothing. */
async function note(
  { handling, store }: NotingParts,
  wanted: WantedBill,
  missingFor: string | null,
  now: Instant,
): Promise<void> {
  const { bill, account, day, merchantId: merchant } = wanted;
  const commandId = deterministicId('note-bill', bill, account, day, missingFor ?? '', now);
  const context = { commandId, correlationId: commandId, actor: 'reaction:statement-fetches' };
  await handling.handle(missingBillFeature, { type: 'NoteBill', bill, account, day, merchant, missingFor, at: now }, context);
  await store.noted({ bill, account, day }, missingFor !== null);
}
