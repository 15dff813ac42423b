import { rejecter, type Instant, type Rejection, type RejectionRegistry } from '#kernel';
import type { FullNotice, NoticeId } from './inbox/notice.js';
import { applyNotice, type ChannelDeps, type Taken } from './notice-handling.js';
import { readNotice } from './notice-readers.js';

export const NOTICE_REJECTIONS = {
  NOTICE_UNKNOWN: { kind: 'not_found', says: 'There is no such notice.' },
  NOTICE_NOT_PARKED: { kind: 'conflict', says: 'Only a parked notice can be replayed; this one is applied or ignored.' },
} as const satisfies RejectionRegistry;

const reject = rejecter(NOTICE_REJECTIONS);

/** Applies a parked notice again, after its cause was mended: applied now, or parked with the reason that stands now. */
export async function replayNotice(deps: ChannelDeps, id: NoticeId, now: Instant): Promise<Taken | Rejection> {
  const notice = await deps.inbox.show(id);
  if (!notice) return reject('NOTICE_UNKNOWN');
  if (notice.settled && notice.settled.outcome !== 'parked') return reject('NOTICE_NOT_PARKED');
  const taken = await again(deps, notice, now);
  await deps.inbox.flush();
  return taken;
}

export interface Swept {
  readonly applied: number;
  readonly ignored: number;
  readonly parked: number;
}

const AT_ONCE = 16;

/** Applies what was kept and not finished, after a crash or an outage. Adds nothing to what was. @throws Outage */
export async function sweepNotices(deps: ChannelDeps, now: Instant): Promise<Swept> {
  const swept = { applied: 0, ignored: 0, parked: 0 };
  await deps.inbox.flush();
  for (let notices = await deps.inbox.open(0, AT_ONCE); notices.length > 0;) {
    for (const { status } of await Promise.all(notices.map((notice) => again(deps, notice, now))))
      swept[status === 'duplicate' ? 'applied' : status] += 1;
    notices = await deps.inbox.open(notices.at(-1)?.number ?? 0, AT_ONCE);
  }
  await deps.inbox.flush();
  return swept;
}

const again = (deps: ChannelDeps, notice: FullNotice, now: Instant): Promise<Taken> =>
  applyNotice(deps, notice, () => readNotice(notice, deps, now));
