import type { BusinessDate, Instant } from '#kernel';
import { endOfMonth, type Month } from './domain/month.js';
import type {
  ApprovePeriodProposal,
  ClosingPreview,
  ProposePeriodClose,
  ProposePeriodReopen,
  RejectPeriodProposal,
} from './domain/period.messages.js';

export const CLOSING_DIGEST = 'c'.repeat(64);
export const REOPENING_DIGEST = 'f'.repeat(64);

const SHOWN: ClosingPreview = {
  position: '0000000000000007',
  through: '2026-09-30' as BusinessDate,
  trialBalance: { digest: 'd'.repeat(64), debit: 12_990, credit: 12_990 },
  unsettled: 12_990,
  inTransit: 0,
  suspense: 0,
  openExceptions: { count: 1, worth: 2_000 },
};

/** Who says it and when; it is said of merchant m1. */
export interface Said {
  readonly by?: string;
  readonly now?: string;
  readonly digest?: string;
  readonly merchantId?: string;
}

const said = (month: string, { by = 'key:anna', now = '2027-03-01T00:00:00.000Z', merchantId = 'm1' }: Said) => ({
  merchantId,
  month: month as Month,
  by,
  now: now as Instant,
});

/** Commands on months, as short as a test wants them. Anna proposes, Ben approves, long after the months are over. */
export const periodCommands = {
  close: (month: string, of: Said = {}): ProposePeriodClose => ({
    type: 'ProposePeriodClose',
    ...said(month, of),
    reason: 'all is matched',
    shown: SHOWN,
    digest: CLOSING_DIGEST,
    monthEnds: endOfMonth(month as Month, '23:00'),
  }),
  reopen: (month: string, of: Said = {}): ProposePeriodReopen => ({
    type: 'ProposePeriodReopen',
    ...said(month, of),
    reason: 'an invoice was missing',
    shown: { seal: 'e'.repeat(64), lateEntries: 2 },
    digest: REOPENING_DIGEST,
  }),
  approve: (month: string, { digest = CLOSING_DIGEST, ...of }: Said = {}): ApprovePeriodProposal => ({
    type: 'ApprovePeriodProposal',
    ...said(month, { by: 'key:ben', ...of }),
    digest,
  }),
  reject: (month: string, of: Said = {}): RejectPeriodProposal => ({
    type: 'RejectPeriodProposal',
    ...said(month, { by: 'key:ben', ...of }),
    reason: 'two statements are missing',
  }),
};
