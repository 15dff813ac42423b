import type { CaseSeen, DifferenceSeen, Named } from '#corrections';
import type { CommandHandling } from '#event-log';
import type { Dimensions, Entry } from '#kernel';
import { paymentStream } from '#payments';
import { matchDecider, matchStream, type Difference, type MatchStanding } from '#reconciliation';

const NOWHERE = '-';

/** A case of reconciliation as its stream has it; undefined where there is none. */
export async function caseSeen(handling: CommandHandling, caseId: string): Promise<CaseSeen | undefined> {
  const stream = matchStream(caseId);
  const { state: standing, revision } = await handling.load(stream, matchDecider);
  if (!standing || revision === 'no_stream') return undefined;
  const { merchant, book, channel, account, status, differences } = standing;
  return {
    stream,
    revision,
    caseId,
    merchant,
    isOpen: status === 'difference',
    book,
    channel,
    account,
    of: await dimensionsOf(handling, standing),
    differences: differences.map(differenceSeen),
    names: namesIn(standing.items.map(({ refs }) => refs)),
  };
}

/** Orders and payments that numbers name. */
export const namesIn = (refs: readonly { readonly orderId?: string; readonly paymentId?: string }[]): Named => ({
  orders: refs.flatMap(({ orderId }) => orderId ?? []),
  payments: refs.flatMap(({ paymentId }) => paymentId ?? []),
});

const differenceSeen = ({ class: kind, leg, amount, explained }: Difference): DifferenceSeen => ({
  class: kind,
  leg,
  amount,
  explained,
});

/** Of the payment that the case is about, where one of its items names it; else of the channel in general. */
async function dimensionsOf(handling: CommandHandling, { items, merchant, channel }: MatchStanding): Promise<Dimensions> {
  const paymentId = items.find(({ refs }) => refs.paymentId !== undefined)?.refs.paymentId;
  const events = paymentId === undefined ? [] : await handling.history(paymentStream(paymentId));
  const booked = events.flatMap(({ data }) => (data as { readonly entries?: readonly Entry[] }).entries ?? []);
  const side = channel === 'douyin' ? 'online' : 'offline';
  return booked[0]?.of ?? { merchant, store: NOWHERE, side, channel, method: 'unknown' };
}
