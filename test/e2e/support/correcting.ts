import type { Caller } from './caller.js';
import type { Reply } from './reply.js';
import { MERCHANT, STORE } from './shop.js';
import { codeOf } from './stored.js';

/** What these tests read of a preview, a proposal or a correction. */
export interface CorrectionSeen {
  readonly correctionId: string;
  readonly digest: string;
  readonly status: string;
  readonly tier: { readonly approvals: number };
  readonly entries: readonly { readonly kind: string; readonly of: { readonly store: string } }[];
  readonly radius: {
    readonly balances: readonly { readonly account: string; readonly before: number; readonly after: number }[];
    readonly report: readonly { readonly store: string; readonly column: string; readonly by: number }[];
    readonly payments: readonly string[];
    readonly orders: readonly string[];
    readonly matches: readonly string[];
    readonly closedPeriods: readonly string[];
  };
  readonly history: readonly { readonly type: string; readonly by: string; readonly reason: string | null }[];
}

export const EVIDENCE = { reason: '重复入账', evidence: ['receipt 7'] } as const;

/** 2.50 yuan from one account to another. */
export const linesOf = (debited: string, credited: string, amount = 250): object => ({
  lines: [
    { account: debited, side: 'debit', amount: 250 },
    { account: credited, side: 'credit', amount },
  ],
});

export const adjustment = (more: object): object => ({
  kind: 'adjust',
  adjustment: { id: 'a1', merchant: MERCHANT, store: STORE, side: 'offline', channel: 'unionpay', method: 'card', ...more },
});

/** The first entry of an event, named. */
export async function entryOf(
  by: Caller,
  path: string,
  event = 0,
): Promise<{ stream: string; eventId: string; entry: number }> {
  const events = await by.data<{ id: string; stream: string }[]>(`${path}/events`);
  const { id, stream } = events[event] ?? { id: '', stream: '' };
  return { stream, eventId: id, entry: 0 };
}

/** A preview that must succeed. */
export async function preview(by: Caller, body: object): Promise<CorrectionSeen> {
  const { status, body: seen, text } = await by.post('/v1/corrections/preview', { ...EVIDENCE, ...body });
  if (status !== 200) throw new Error(text);
  return seen as CorrectionSeen;
}

export const propose = (by: Caller, body: object, headers = {}): Promise<Reply> =>
  by.post('/v1/corrections', { ...EVIDENCE, ...body }, headers);

export async function correction(by: Caller, id: string, position = ''): Promise<CorrectionSeen> {
  return by.data(`/v1/corrections/${id}${position === '' ? '' : `?minPosition=${position}`}`);
}

/** Proposes and must succeed: id and digest. */
export async function proposed(by: Caller, body: object): Promise<CorrectionSeen> {
  const reply = await propose(by, body);
  if (reply.status !== 200) throw new Error(reply.text);
  const { correctionId, position } = reply.body as { correctionId: string; position: string };
  return correction(by, correctionId, position);
}

export const approve = (
  by: Caller,
  { correctionId, digest }: Pick<CorrectionSeen, 'correctionId' | 'digest'>,
): Promise<Reply> => by.post(`/v1/corrections/${correctionId}/approve`, { digest });

/** What came of it: events that were added, or status and code. */
export const outcomeOf = (reply: Reply): unknown =>
  reply.status === 200 ? (reply.body as { events: string[] }).events : [reply.status, codeOf(reply)];

export const positionOf = ({ body }: Reply): string => (body as { position: string }).position;
