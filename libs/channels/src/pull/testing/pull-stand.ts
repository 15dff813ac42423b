import fc from 'fast-check';
import { instant, type Entry, type Instant } from '#kernel';
import { bookText } from '#kernel/testing';
import { DouyinGateway } from '../../douyin/openapi/gateway-client.js';
import { FakeGateway, type FakeGatewayOptions } from '../../douyin/openapi/testing/fake-gateway.js';
import { aftersaleText, detailText } from '../../douyin/openapi/testing/gateway-book.js';
import type { Time } from '../../douyin/openapi/time.js';
import { receiveDouyinPush } from '../../douyin/receive-push.js';
import { EVENT_SIGN } from '../../douyin/signatures.js';
import { APP, ChannelsUnderTest, SHOP_ID } from '../../testing.js';
import { MemoryPullStore } from '../memory-pull-store.js';
import type { BillSource } from '../pull-setting.js';
import { Puller } from '../puller.js';
import type { Pulls } from '../pulls.js';

export const DAY = 86_400;
/** Noon of 21 September 2026 in Asia/Shanghai. */
export const NOON = Date.parse('2026-09-21T04:00:00Z') / 1_000;
export const FROM = instant((NOON - 2 * DAY) * 1_000);

class FakeTime implements Time {
  constructor(public atMs = NOON * 1_000) {}
  nowMs = (): number => this.atMs;
  random = (): number => 0.5;
  sleep(ms: number): Promise<void> {
    this.atMs += Math.max(0, ms);
    return Promise.resolve();
  }
  now(): Instant {
    return instant(this.atMs);
  }
}

/** One order as the platform knows it, with every push that it sent of it. */
export interface Life {
  readonly orderId: string;
  readonly at: number;
  readonly end: 'paid' | 'completed' | 'cancelled';
  readonly refund: number;
}

const PAID = 10_000;
export const lives: fc.Arbitrary<Life[]> = fc
  .array(
    fc.record({
      at: fc.integer({ min: NOON - 2 * DAY + 600, max: NOON - 3_600 }),
      end: fc.constantFrom('paid', 'completed', 'cancelled'),
      refund: fc.constantFrom(0, 0, 700, PAID),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((all) => all.map((life, index) => ({ ...life, orderId: `69${String(index + 1).padStart(17, '0')}` })) as Life[]);

export function pushesOf({ orderId, at, end, refund }: Life): string[] {
  const push = (tag: string, fields: object): string => {
    const data = `{"p_id":${orderId},"shop_id":${SHOP_ID},${JSON.stringify(fields).slice(1)}`;
    return `[{"tag":"${tag}","msg_id":"${orderId}:${tag}","data":${JSON.stringify(data)}}]`;
  };
  return [
    push('100', { create_time: at, order_type: 0 }),
    push('101', { pay_time: at + 60, pay_amount: PAID, pay_type: 1 }),
    ...(end === 'completed' ? [push('102', { update_time: at + 90 }), push('103', { complete_time: at + 120 })] : []),
    ...(end === 'cancelled' ? [push('106', { cancel_time: at + 120 })] : []),
    ...(refund > 0
      ? [push('206', { aftersale_id: `71${orderId.slice(2)}`, success_time: at + 300, refund_amount: refund })]
      : []),
  ];
}

export function tell({ book }: FakeGateway, { orderId, at, end, refund }: Life): void {
  const updateTime = at + (end === 'paid' ? 60 : 120);
  const status = { paid: 2, completed: 5, cancelled: 4 }[end];
  const ends = {
    ...(end === 'completed' && { ship_time: at + 90, finish_time: at + 120 }),
    ...(end === 'cancelled' && { cancel_time: at + 120 }),
  };
  const times = { create_time: at, pay_time: at + 60, update_time: updateTime, ...ends };
  const detail = detailText(orderId, SHOP_ID, { order_status: status, order_type: 0, pay_type: 1, pay_amount: PAID, ...times });
  book.add({ orderId, createTime: at, updateTime, detail });
  if (refund === 0) return;
  const aftersaleId = `71${orderId.slice(2)}`;
  const fields = {
    aftersale_status: 12,
    refund_status: 3,
    refund_amount: refund,
    refund_time: at + 300,
    update_time: at + 310,
  };
  const row = aftersaleText(orderId, aftersaleId, fields);
  book.addAftersale({ aftersaleId, applyTime: at + 200, updateTime: at + 310, row });
}

/** A row that settles it, the day after. */
export const billRow = ({ orderId }: Life): string =>
  `{"request_no":"r${orderId}","settle_time":"2026-09-20 08:00:00","shop_order_id":${orderId},"order_id":${orderId},"trade_type":0,"total_income":${String(PAID)},"platform_service_fee":500,"total_outcome":-500,"settle_amount":${String(PAID - 500)}}`;
export const SETTLED_AT = Date.parse('2026-09-20T00:00:00Z') / 1_000;

export async function pushed(channels: ChannelsUnderTest, body: string, now: Instant): Promise<void> {
  const rawBody = Buffer.from(body);
  const headers = { 'app-id': APP.appKey, 'event-sign': EVENT_SIGN.sign(APP, rawBody) };
  expect((await receiveDouyinPush(channels.deps, { headers, rawBody, now })).status).toBe(200);
}

interface Ledger {
  readonly book: string;
  readonly standings: ReadonlyMap<string, unknown>;
}

/** What the ledger amounts to. A reason that only a push gives is not of it. */
export async function ledgerOf(channels: ChannelsUnderTest): Promise<Ledger> {
  const events = await channels.events();
  const data = events.map(({ data: each }) => each as { entries: Entry[]; standing: { orderId?: string } });
  const standings = data.flatMap(({ standing }) =>
    standing.orderId === undefined ? [] : [[standing.orderId, standing] as const],
  );
  const sorted = [...new Map(standings)].sort(([a], [b]) => (a < b ? -1 : 1));
  return { book: bookText(data.flatMap(({ entries }) => entries)), standings: new Map(sorted) };
}

export class Stand {
  readonly store = new MemoryPullStore();
  readonly pulls: Pulls;
  private puller: Puller;

  private constructor(
    readonly channels: ChannelsUnderTest,
    readonly fake: FakeGateway,
    readonly time: FakeTime,
  ) {
    this.pulls = channels.pulls(this.store);
    this.puller = this.restarted();
  }

  static async open(options: Partial<FakeGatewayOptions> = {}): Promise<Stand> {
    const time = new FakeTime();
    const fake = await FakeGateway.start({ ...APP, shopId: SHOP_ID, nowMs: time.nowMs, ...options });
    return new Stand(await ChannelsUnderTest.open(), fake, time);
  }

  /** As a new process: nothing is left but what is durable. */
  restarted(stuck: readonly string[] = []): Puller {
    const { channels, store, time } = this;
    const deps = {
      ...channels.deps,
      store,
      gateway: new DouyinGateway({ baseUrl: this.fake.url, time }),
      settingOf: (shopId: string) => this.pulls.settingOf(shopId),
      knownFacts: (orderId: string) => channels.knownFacts(orderId),
      async *stuckOrders() {
        await Promise.resolve();
        yield stuck;
      },
    };
    this.puller = new Puller(deps, { time, onFailure: (error) => channels.faults.push(error) });
    return this.puller;
  }

  async set(state: 'on' | 'off', from?: Instant, bills?: BillSource): Promise<unknown> {
    const command = { type: 'SetPull', shopId: SHOP_ID, merchantId: 'm1', state, at: this.time.now() } as const;
    const context = {
      commandId: `set-${String(this.time.atMs)}-${state}-${bills ?? ''}`,
      correlationId: 'set',
      actor: 'key:test',
    };
    const outcome = await this.pulls.set({ ...command, ...(from !== undefined && { from }), ...(bills && { bills }) }, context);
    return outcome.ok ? outcome.events : outcome.rejection.code;
  }

  /** Rounds until so much time has passed. */
  async pullFor(ms: number): Promise<void> {
    const until = this.time.atMs + ms;
    while (this.time.atMs < until) {
      const moved = await this.puller.round(new AbortController().signal);
      if (moved === 0) this.time.atMs += 30_000;
    }
  }
}
