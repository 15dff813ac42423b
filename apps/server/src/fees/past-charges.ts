import type { PastCharge } from '#fees';
import { ZERO } from '#kernel';
import { settledOrders, type SettledAsked, type SettledOrder } from '#orders';
import { capturedPayments } from '#payments';
import type { Answer, Reader } from '#projections';

/** Channel under which fees of Douyin orders are agreed. */
export const DOUYIN = 'douyin';

export interface ChargesAsked extends SettledAsked {
  /** Absent: all. */
  readonly channels?: ReadonlySet<string> | undefined;
}

/** What channels charge fees for: payments that took money, then settled Douyin orders. Page after page, out of read models. */
export async function* pastCharges(reader: Reader, asked: ChargesAsked): AsyncGenerator<Answer<PastCharge[]>> {
  const { channels } = asked;
  for await (const page of capturedPayments(reader, { ...asked, channels: channels && [...channels] })) {
    const charges = page.data.map(({ captured, openedAt, ...payment }) => ({ ...payment, amount: captured, at: openedAt }));
    yield { ...page, data: charges };
  }
  if (channels && !channels.has(DOUYIN)) return;
  for await (const page of settledOrders(reader, asked)) yield { ...page, data: page.data.map(chargeOf) };
}

/** Refunds before settlement are out of the gross already, and those after it have settle rows of their own. */
const chargeOf = ({ method, at, settledGross, fees }: SettledOrder): PastCharge => ({
  channel: DOUYIN,
  method,
  at,
  amount: settledGross,
  refunded: ZERO,
  recorded: fees,
});
