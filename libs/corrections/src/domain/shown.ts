import {
  assertNever,
  isMoneyAccount,
  isRejection,
  merchantInAccount,
  plusDays,
  signed,
  type BusinessDate,
  type Entry,
  type Line,
  type Rejection,
} from '#kernel';
import type { CaseSeen, CorrectionKind, Draft, Proposing, SeenStream, Shown } from './correction.messages.js';
import { adjustment, reattributed, reversalOf, writeOff } from './correction.postings.js';
import { reject } from './correction.rejections.js';

/** What a draft comes to. */
type Content = Pick<Shown, 'merchant' | 'corrects' | 'seen' | 'attribution' | 'entries' | 'records' | 'ends'>;

const NOTHING = { corrects: [], seen: [], attribution: null, entries: [], records: null, ends: null } as const;

/** What would be shown of a proposal, all that an approver is bound to; or why it can not be proposed. */
export function shownOf(proposing: Proposing): Shown | Rejection {
  const { correctionId, draft, evidence } = proposing;
  const reason = proposing.reason.trim();
  if (reason === '') return reject('CORRECTION_REASON_MISSING');
  if (evidence.length === 0 || evidence.some((one) => one.trim() === '')) return reject('EVIDENCE_MISSING');
  const day = dayOf(proposing);
  if (isRejection(day)) return day;
  const content = contentOf(draft, day);
  if (isRejection(content)) return content;
  const { closedThrough } = proposing;
  return { correctionId, kind: draft.kind, ...content, amount: amountOf(draft, content), day, closedThrough, reason, evidence };
}

/** The day asked for, else today. What a statement tells has its own day. Where that is closed, the first that is open. */
function dayOf({ closedThrough, today, day, draft }: Proposing): BusinessDate | Rejection {
  if (draft.kind === 'record') return firstOpen(draft.recorded.fact.booking.businessDate, closedThrough);
  const latest = firstOpen(today, closedThrough);
  const asked = day ?? latest;
  if (asked > latest) return reject('CORRECTION_DAY_AHEAD', { day: asked, today });
  return isClosed(asked, closedThrough) ? reject('PERIOD_CLOSED', { day: asked, closedThrough }) : asked;
}

const firstOpen = (day: BusinessDate, closedThrough: BusinessDate | null): BusinessDate =>
  closedThrough !== null && day <= closedThrough ? plusDays(closedThrough, 1) : day;

export const isClosed = (day: BusinessDate, closedThrough: BusinessDate | null): boolean =>
  closedThrough !== null && day <= closedThrough;

function contentOf(draft: Draft, day: BusinessDate): Content | Rejection {
  switch (draft.kind) {
    case 'reverse': {
      const { booked } = draft.target;
      return { ...NOTHING, ...ofEntry(draft), entries: [reversalOf(booked, day)] };
    }
    case 're-attribute':
      return reattribution(draft, day);
    case 'adjust': {
      const { merchant } = draft.of;
      const refused = refusalOfLines(draft.lines, merchant);
      return refused ?? { ...NOTHING, merchant, entries: adjustment(draft.of, draft.lines, day) };
    }
    case 'write-off': {
      const { target } = draft;
      if (!target.isOpen) return reject('DIFFERENCE_NOT_OPEN');
      const entries = writeOff(target, draft.surplus, day);
      if (entries.length === 0) return reject('NOTHING_TO_WRITE_OFF');
      const ends = { caseId: target.caseId, as: 'written_off' } as const;
      return { ...NOTHING, merchant: target.merchant, seen: [seenOf(target)], entries, ends };
    }
    case 'record':
      return record(draft);
    default:
      return assertNever(draft, 'draft of a correction');
  }
}

type OfKind<K extends CorrectionKind> = Extract<Draft, { readonly kind: K }>;

const seenOf = ({ stream, revision }: SeenStream): SeenStream => ({ stream, revision });

function ofEntry({ target }: OfKind<'reverse'> | OfKind<'re-attribute'>): Pick<Content, 'merchant' | 'corrects' | 'seen'> {
  const { stream, eventId, entry, booked } = target;
  return { merchant: booked.of.merchant, corrects: [{ stream, eventId, entry }], seen: [seenOf(target)] };
}

function reattribution(draft: OfKind<'re-attribute'>, day: BusinessDate): Content | Rejection {
  const { attribution, target } = draft;
  const { booked } = target;
  if (attribution.to === 'terminal' && booked.of.side !== 'offline')
    return reject('ATTRIBUTION_UNFIT', { side: booked.of.side, to: attribution.to });
  const entries = reattributed(booked, attribution, day);
  const isSame = entries.every(
    ({ of, lines }) => of.store === booked.of.store && accountsOf(lines) === accountsOf(booked.lines),
  );
  // Of another order nothing need show in the accounts: that it belongs there is what changes.
  if (isSame && attribution.to !== 'order') return reject('CORRECTION_CHANGES_NOTHING');
  return { ...NOTHING, ...ofEntry(draft), attribution, entries };
}

const accountsOf = (lines: readonly Line[]): string => lines.map(({ account }) => account).join(' ');

function refusalOfLines(lines: readonly Line[], merchant: string): Rejection | undefined {
  for (const { account } of lines) {
    if (!isMoneyAccount(account)) return reject('ACCOUNT_NOT_OF_CHART', { account });
    if ((merchantInAccount(account) ?? merchant) !== merchant) return reject('ACCOUNT_OF_ANOTHER_MERCHANT', { account });
  }
  const difference = lines.reduce((total, line) => total + signed(line), 0);
  if (difference !== 0 || !Number.isSafeInteger(debitsOf(lines))) return reject('LINES_UNBALANCED', { difference });
  const moving = new Map<string, number>();
  for (const line of lines) moving.set(line.account, (moving.get(line.account) ?? 0) + signed(line));
  return [...moving.values()].every((amount) => amount === 0) ? reject('CORRECTION_CHANGES_NOTHING') : undefined;
}

function record({ row, recorded, target }: OfKind<'record'>): Content | Rejection {
  const { feature, stream, fact, entries, revision, of } = recorded;
  if (target && !target.isOpen) return reject('DIFFERENCE_NOT_OPEN');
  const seen = [seenOf(row), { stream, revision }, ...ofCase(target)];
  const ends = target && ({ caseId: target.caseId, as: 'resolved' } as const);
  return { ...NOTHING, merchant: of.merchant, seen, records: { feature, stream, fact, entries }, ends };
}

const ofCase = (target: CaseSeen | null): SeenStream[] => (target ? [seenOf(target)] : []);

const debitsOf = (lines: readonly Line[]): number =>
  lines.reduce((total, { side, amount }) => total + (side === 'debit' ? amount : 0), 0);

function amountOf(draft: Draft, { entries, records }: Content): number {
  const booked: readonly Entry[] = [...entries, ...(records?.entries ?? [])];
  const told = draft.kind === 'record' ? draft.row.amount : 0;
  return booked.reduce((most, { lines }) => Math.max(most, debitsOf(lines)), told);
}
