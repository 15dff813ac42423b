import { deterministicId, type CommandContext, type Outcome } from '#event-log';
import { Outage, type Rejection } from '#kernel';
import type { MerchantDirectory } from '#merchants';
import type { PersonSealer } from '#privacy';
import { isOutage } from '#postgres';
import type { ChannelCommand, Dispatch } from './channel-command.js';
import type { Inbox } from './inbox/inbox.js';
import type { KeptNotice, NewNotice, Settlement } from './inbox/notice.js';
import type { MiniAppSettings } from './miniapp/settings.js';
import type { NoticeReading } from './notice-reading.js';

export interface ChannelDeps {
  readonly inbox: Inbox;
  readonly merchants: MerchantDirectory;
  readonly persons: PersonSealer;
  readonly dispatch: Dispatch;
  /** How callbacks of mini-apps are answered; as documented unless said. */
  readonly miniApps?: MiniAppSettings;
  /** Hears of notices that were parked because we are wrong. */
  readonly report?: (fault: unknown, notice: KeptNotice) => void;
}

type Accepted = Extract<Outcome, { ok: true }>;

/** What became of a notice just now. `duplicate`: everything it says was known. */
export type Taken =
  | { readonly status: 'applied' | 'duplicate'; readonly notice: KeptNotice; readonly outcomes: readonly Accepted[] }
  | { readonly status: 'ignored'; readonly notice: KeptNotice; readonly reason: string }
  | { readonly status: 'parked'; readonly notice: KeptNotice; readonly reason: string; readonly detail?: string };

/** A message at its door: `sanitised` says of card data alone, which may have been what a field held. */
export interface Taking extends NewNotice {
  readonly personsSealed?: boolean;
}

/**
 * Keeps a message, then applies it. When it resolves everything is durable. A message known already is applied again: that
 * adds nothing, or finishes what an outage broke off.
 * @throws Outage: not (wholly) done; the sender should try again, and a sweep will in any case once it is kept
 */
export async function take(deps: ChannelDeps, taking: Taking, read: () => Promise<NoticeReading>): Promise<Taken> {
  const { personsSealed = false, ...notice } = taking;
  const { known, ...kept } = await deps.inbox.keep({ ...notice, sanitised: notice.sanitised || personsSealed });
  return applyNotice(deps, kept, notice.sanitised ? async () => sayingWhy(await read()) : read, !known);
}

/** A field may be wrong because of what we made of it. */
const sayingWhy = (reading: NoticeReading): NoticeReading =>
  'parked' in reading && reading.parked === 'FIELDS_INVALID'
    ? { ...reading, detail: `${reading.detail ?? ''} (what passes for a card number was masked)` }
    : reading;

/** `isFirst`: nobody has tried to apply it before. */
export async function applyNotice(
  deps: ChannelDeps,
  notice: KeptNotice,
  read: () => Promise<NoticeReading>,
  isFirst = false,
): Promise<Taken> {
  let taken: Taken;
  try {
    taken = await applied(deps, { ...notice, isFirst }, await read());
  } catch (error) {
    deps.inbox.release(notice.number);
    if (isOutage(error)) throw error instanceof Outage ? error : new Outage('the ledger can not be reached', { cause: error });
    deps.report?.(error, notice);
    taken = { status: 'parked', notice, reason: 'FAULT' };
  }
  await settle(deps.inbox, taken);
  return taken;
}

type Tried = KeptNotice & { readonly isFirst: boolean };

async function applied(deps: ChannelDeps, notice: Tried, reading: NoticeReading): Promise<Taken> {
  if ('ignored' in reading) return { status: 'ignored', notice, reason: reading.ignored };
  if ('parked' in reading) {
    const { parked: reason, detail } = reading;
    return { status: 'parked', notice, reason, ...(detail !== undefined && { detail }) };
  }
  return dispatched(deps, notice, reading.commands);
}

async function dispatched(deps: ChannelDeps, notice: Tried, commands: readonly ChannelCommand[]): Promise<Taken> {
  const outcomes: Accepted[] = [];
  for (const [index, command] of commands.entries()) {
    const context = contextOf(notice, index);
    const outcome = await deps.dispatch(
      command,
      notice.isFirst && opens(command) ? { ...context, opensStream: true } : context,
    );
    if (!outcome.ok) return refused(notice, outcome.rejection);
    outcomes.push(outcome);
  }
  const status = outcomes.some(({ events }) => events.length > 0) ? 'applied' : 'duplicate';
  return { status, notice, outcomes };
}

const OPENING: ReadonlySet<string> = new Set<OpeningFact>([
  'DouyinOrderCreated',
  'PaymentPurchased',
  'PaymentAuthorized',
  'DouyinSettlementRecorded',
  'DouyinAccountMoved',
  'AcquirerSettlementRecorded',
  'DisputeOpened',
  'VoucherOrderPaid',
  'LifeAccountMoved',
  'MiniAppPaymentSucceeded',
]);
type OpeningFact = ChannelCommand['command']['fact']['type'];

/** Whether a command usually is the first that its stream hears of. */
const opens = ({ command }: ChannelCommand): boolean => OPENING.has(command.fact.type);

/** Facts are never refused; what is refused is a reference that leads nowhere. A contended stream is a matter of trying again. */
function refused(notice: KeptNotice, { code, says }: Rejection): Taken {
  if (code === 'STREAM_CHANGED') throw new Outage(says);
  return { status: 'parked', notice, reason: code, detail: says };
}

/** A function of the notice alone: a repetition makes the same events to the byte. */
const contextOf = ({ id, digest, actor }: KeptNotice, index: number): CommandContext => ({
  commandId: deterministicId('notice', id, String(index)),
  correlationId: id,
  actor,
  notice: { id, digest },
});

async function settle(inbox: Inbox, taken: Taken): Promise<void> {
  const { number, settled } = taken.notice;
  if (taken.status === 'parked') {
    const { reason, detail } = taken;
    await inbox.settle(number, { outcome: 'parked', reason, ...(detail !== undefined && { detail }) });
    return;
  }
  const settlement: Settlement =
    taken.status === 'ignored' ? { outcome: 'ignored', reason: taken.reason } : { outcome: 'applied' };
  if (settled?.outcome === settlement.outcome) inbox.release(number);
  else inbox.settleSoon(number, settlement);
}
