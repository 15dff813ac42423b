import type { CommandHandling, StoredEvent } from '#event-log';
import { accounts } from '#kernel';
import { PayoutQuery, type QueuedLine } from '#ledger';
import {
  orderStream,
  waterfallOf,
  type OrderEvent,
  type OrderEventAt,
  type OrderMovement,
  type Waterfall,
  type Withdrawn,
} from '#orders';
import type { Answer, Freshness, Reader } from '#projections';
import { SettlementQueries } from '#settlements';
import { Problem } from '../http/problem.js';

/** An order with more movements of its own than a page has none of us has seen. */
const MOVEMENTS_AT_MOST = 500;

/** Follows an order's money through its stream, the movements that name it, and the payouts of its shop's account. */
export class OrderWaterfalls {
  private readonly settlements: SettlementQueries;
  private readonly payouts: PayoutQuery;

  constructor(
    private readonly handling: CommandHandling,
    reader: Reader,
  ) {
    this.settlements = new SettlementQueries(reader);
    this.payouts = new PayoutQuery(reader);
  }

  /** @throws Problem where there is no such order, ProjectionBehind */
  async of(orderId: string, { minPosition }: Freshness): Promise<Answer<Waterfall>> {
    const [first, ...rest] = (await this.handling.history(orderStream(orderId))).map(orderEvent);
    if (!first) throw Problem.of('NOT_FOUND');
    const events = [first, ...rest] as const;
    const [moved, queued] = await Promise.all([
      this.settlements.list({ kind: 'douyin_movement', orderId, limit: MOVEMENTS_AT_MOST, minPosition }),
      this.queue(events, minPosition),
    ]);
    const position = moved.position < queued.position ? moved.position : queued.position;
    const movements = moved.data.map(movement);
    return { position, data: waterfallOf({ events, movements, withdrawn: withdrawnOf(queued.data) }) };
  }

  private queue(
    events: readonly [OrderEventAt, ...OrderEventAt[]],
    minPosition: string | undefined,
  ): Promise<Answer<QueuedLine[]>> {
    const { shopId } = (events.at(-1) ?? events[0]).event.data.standing;
    return this.payouts.queue({
      account: accounts.douyinAccount(shopId),
      transit: accounts.payoutInTransit('douyin', shopId),
      positions: events.map(({ position }) => position),
      minPosition,
    });
  }
}

const orderEvent = ({ stream, position, type, data }: StoredEvent): OrderEventAt => ({
  stream,
  position,
  event: { type, data } as OrderEvent,
});

const movement = ({ stream, position, purpose, net }: OrderMovement): OrderMovement => ({ stream, position, purpose, net });

/** What came in first is paid out first: of each line, what payouts have reached of it. */
export function withdrawnOf(queue: readonly QueuedLine[]): Withdrawn {
  const payouts = queue.filter(({ side }) => side === 'out');
  const paidOut = payouts.reduce((sum, { amount }) => sum + amount, 0);
  const reached = queue.flatMap(({ side, amount, before }) => {
    const until = Math.min(before + amount, paidOut);
    return side === 'in' && until > before ? [{ before, until }] : [];
  });
  const events = payouts.filter((payout) =>
    reached.some(({ before, until }) => payout.before < until && payout.before + payout.amount > before),
  );
  return {
    amount: reached.reduce((sum, { before, until }) => sum + until - before, 0),
    events: events.map(({ stream, position }) => ({ stream, position })),
  };
}
