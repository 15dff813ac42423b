import { createHash } from 'node:crypto';
import { collectionDecider, collectionStream, whenCollectedOrderMoved, whenCollectingPaymentMoved } from '#collections';
import { disputeDecider, disputeStream } from '#disputes';
import { CommandHandling, MemoryEventLog, START, type StoredEvent } from '#event-log';
import {
  receiveAccountItems,
  receiveDisputes,
  receiveDouyinPush,
  receivePosBatch,
  receiveSettleBill,
  receiveSettlements,
  type ChannelDeps,
  type LineResult,
} from '#channels';
import { MemoryInbox } from '#channels/testing';
import { instant, money, plusMs, type Entry } from '#kernel';
import { balanceLines } from '#kernel/testing';
import type { MerchantDirectory } from '#merchants';
import { UNCONFIGURED, directoryKnowing } from '#merchants/testing';
import { orderDecider, orderStream } from '#orders';
import { paymentDecider, whenReferenceKnown, whenRrnRecorded } from '#payments';
import type { Reaction } from '#projections';
import type { Cast } from '../../apps/cli/src/demo/story/cast.js';
import type { HandOver } from '../../apps/cli/src/demo/story/counter.js';
import type { Step } from '../../apps/cli/src/demo/story/step.js';
import { tellStory } from '../../apps/cli/src/demo/story/story.js';
import { handleMoney, ledgerCodec, type MoneyCommand } from '../../apps/projector/src/features.js';
import { PaymentRequests, newRequestId } from '../../apps/server/src/collections/payment-requests.js';

const NOW = instant(Date.parse('2026-01-15T12:00:00+08:00'));

/** The story's merchant, as its set-up leaves it. */
function directoryOf({ merchantId, cutOff, shop, terminals, interfaces, defaults }: Cast): MerchantDirectory {
  const found = <T>(value: T | undefined): Promise<T | undefined> => Promise.resolve(value);
  const { appKey, appSecret, nextSecret, shopId } = shop;
  return directoryKnowing({
    douyinApp: (key) => found(key === appKey ? { appKey, merchantId, secrets: [nextSecret, appSecret] } : undefined),
    douyinShop: (id) => found(id === shopId ? { shopId, merchantId, appKey, storeId: '-', cutOff, state: 'live' } : undefined),
    terminal: (merchantNo, terminalNo) => {
      const known = terminals.find((terminal) => terminal.merchantNo === merchantNo && terminal.terminalNo === terminalNo);
      return found(known && { ...known, merchantId, cutOff, keys: [known.key], storeAt: () => known.storeId, ...UNCONFIGURED });
    },
    paymentInterface: (_merchant, interfaceId) => {
      const known = interfaces.find(({ id }) => id === interfaceId);
      return found(known && { ...known, merchantId, interfaceId, validFrom: instant(0) });
    },
    defaultInterface: (_shop, roomId) =>
      found(
        roomId === undefined
          ? { interfaceId: defaults.shop, chosenBy: 'shop' }
          : { interfaceId: defaults.room, chosenBy: 'live_room' },
      ),
    acquiredMerchant: (merchantNo) => found({ merchantNo, merchantId, cutOff }),
  });
}

const reacting =
  <C>(reaction: Reaction<C>, routed: (command: C) => MoneyCommand) =>
  (event: StoredEvent): MoneyCommand[] =>
    reaction.handles.includes(event.type) ? reaction.react(event).map(routed) : [];

const REACTIONS = [
  reacting(whenRrnRecorded, (command) => ({ feature: 'references', command })),
  reacting(whenCollectingPaymentMoved, (command) => ({ feature: 'collections', command })),
  reacting(whenCollectedOrderMoved, (command) => ({ feature: 'collections', command })),
  reacting(whenReferenceKnown, (command) => ({ feature: 'payments', command })),
];

/** The ledger in memory, without HTTP: channels, deciders, reactions. */
class MemoryLedger {
  private readonly log = new MemoryEventLog();
  private readonly codec = ledgerCodec();
  readonly handling = new CommandHandling(this.log, this.codec);
  private readonly deps: ChannelDeps;
  private readonly requests: PaymentRequests;

  constructor(private readonly cast: Cast) {
    const merchants = directoryOf(cast);
    this.requests = new PaymentRequests(this.handling, merchants, () => Date.parse(NOW));
    this.deps = {
      inbox: new MemoryInbox(() => NOW),
      merchants,
      dispatch: (command, context) => handleMoney(this.handling, command, context),
    };
  }

  async take(step: Step): Promise<readonly string[]> {
    const { deps, cast } = this;
    const rowsOf = (body: object) => ({ rawBody: Buffer.from(JSON.stringify(body)), now: NOW, ingestKeyId: 'key' });
    switch (step.type) {
      case 'push':
        return this.push(step.body, step.signedBy === 'secret' ? cast.shop.appSecret : cast.shop.nextSecret);
      case 'transactions':
        return this.report(step.lines);
      case 'settle_bill':
        return statusesOf(await receiveSettleBill(deps, rowsOf({ shop_id: cast.shop.shopId, rows: step.rows })));
      case 'account_items':
        return statusesOf(await receiveAccountItems(deps, rowsOf({ shop_id: cast.shop.shopId, rows: step.rows })));
      case 'disputes':
        return statusesOf(await receiveDisputes(deps, rowsOf({ rows: step.rows })));
      case 'counter': {
        const outcomes: string[] = [];
        for (const handOver of step.handOvers) outcomes.push(...(await this.collect(handOver)));
        return outcomes;
      }
      case 'statement':
        return statusesOf(await receiveSettlements(deps, rowsOf({ rows: step.rows })));
      case 'instruction':
        return step.instruction.carriedOutBy ? this.report([step.instruction.carriedOutBy.fields]) : [];
    }
  }

  private async push(body: string, secret: string): Promise<string[]> {
    const { appKey } = this.cast.shop;
    const headers = { 'app-id': appKey, 'event-sign': createHash('md5').update(`${appKey}${body}${secret}`).digest('hex') };
    expect((await receiveDouyinPush(this.deps, { headers, rawBody: Buffer.from(body), now: NOW })).status).toBe(200);
    return [];
  }

  /** Told again, the request has ended, and what its terminal says is known. */
  private async collect({ orderId, terminal, idempotencyKey, amount, taken, paidInside, givenBack }: HandOver) {
    const { merchantNo, terminalNo } = terminal;
    const by = { merchantNo, terminalNo };
    const context = { commandId: idempotencyKey, correlationId: idempotencyKey, actor: 'office' };
    const asked = { ...by, orderId, ...(amount !== undefined && { amount: money(amount) }), termMs: 1000 };
    expect(await this.requests.handle({ type: 'HandOver', ...asked }, context)).toMatchObject({ ok: true });
    const requestId = newRequestId(orderId, context);
    if (!taken) {
      const command = { type: 'ExpireRequest', orderId, requestId, now: plusMs(NOW, 1000) } as const;
      expect(await handleMoney(this.handling, { feature: 'collections', command }, context)).toMatchObject({ ok: true });
      return [];
    }
    const confirmed = await this.requests.handle(
      { type: 'Confirm', requestId, by },
      { ...context, commandId: `${requestId} 1` },
    );
    if (!confirmed.ok) expect(confirmed.rejection.code).toBe('REQUEST_ENDED');
    if (paidInside !== undefined) await this.push(paidInside, this.cast.shop.appSecret);
    const outcomes = await this.report([{ ...taken.line.fields, instruction_id: requestId }]);
    const said = { type: 'Report', requestId, by, outcome: taken.outcome } as const;
    expect(await this.requests.handle(said, { ...context, commandId: `${requestId} 2` })).toMatchObject({ ok: true });
    await this.react();
    return givenBack?.carriedOutBy ? [...outcomes, ...(await this.report([givenBack.carriedOutBy.fields]))] : outcomes;
  }

  async events(after = START): Promise<StoredEvent[]> {
    const events: StoredEvent[] = [];
    for await (const batch of this.log.readAll(after)) events.push(...batch.events.map((event) => this.codec.decode(event)));
    return events;
  }

  /** Follows every event and what follows from it. */
  async react(): Promise<void> {
    for (let events = await this.events(); events.length > 0; events = await this.events(events.at(-1)?.position)) {
      for (const event of events) {
        const context = { correlationId: event.id, actor: 'reaction' };
        for (const [index, command] of REACTIONS.flatMap((reaction) => reaction(event)).entries())
          await handleMoney(this.handling, command, { ...context, commandId: `${event.id} ${String(index)}` });
      }
    }
  }

  private async report(lines: readonly unknown[]): Promise<string[]> {
    const body = Buffer.from(lines.map((line) => JSON.stringify(line)).join('\n'));
    const answer = await receivePosBatch(this.deps, { headers: {}, body: piecesOf(body), now: NOW, ingestKeyId: 'key' });
    if (!('results' in answer)) throw new Error(JSON.stringify(answer));
    const results: LineResult[] = [];
    for await (const group of answer.results) results.push(...group);
    return results.map(outcomeText);
  }
}

// eslint-disable-next-line @typescript-eslint/require-await -- in one piece, in the shape of a stream
async function* piecesOf(body: Buffer): AsyncGenerator<Uint8Array> {
  yield body;
}

const outcomeText = ({ status, code, detail }: { status: string; code?: string; detail?: string }): string =>
  [status, code, detail].filter(Boolean).join(' ');

function statusesOf(answer: Awaited<ReturnType<typeof receiveSettleBill>>): string[] {
  if ('refusal' in answer) throw new Error(answer.refusal.code);
  return answer.body.results.map(outcomeText);
}

describe('the story of the demo, told to a ledger in memory', () => {
  const story = tellStory(3, 120);
  const ledger = new MemoryLedger(story.cast);
  const steps = story.scenes.flatMap((scene) => scene.steps);
  const tell = async (): Promise<Set<string>> => {
    const outcomes = new Set<string>();
    for (const step of steps) for (const outcome of await ledger.take(step)) outcomes.add(outcome);
    await ledger.react();
    return outcomes;
  };

  it('is understood to the last line', async () => {
    expect(await tell()).toEqual(new Set(['applied', 'duplicate']));
  });

  it('ends as it says for every order', async () => {
    for (const { orderId, ...outcome } of story.orders) {
      const { state } = await ledger.handling.load(orderStream(orderId), orderDecider);
      expect({ orderId, ...state.standing }).toMatchObject({ orderId, ...outcome, exceptions: [] });
    }
  });

  it('ends as it says for every payment', async () => {
    for (const { paymentId, captured, refunded, exceptions } of story.payments) {
      const { state } = await ledger.handling.load(`payment.${paymentId}`, paymentDecider);
      expect({ paymentId, ...state.standing }).toMatchObject({
        paymentId,
        captured,
        refunded,
        exceptions: exceptions === '' ? [] : [exceptions],
      });
    }
  });

  it('ends as it says for every payment request', async () => {
    for (const { orderId, terminalNo, status, amount, collected, refunded } of story.requests) {
      const { state } = await ledger.handling.load(collectionStream(orderId), collectionDecider);
      expect(state.standing).toMatchObject({ refundsProposed: [], exceptions: [] });
      const request = state.standing?.requests.find((each) => each.terminalNo === terminalNo);
      expect({ orderId, ...request }).toMatchObject({ orderId, status, amount, collected, refunded });
    }
  });

  it('ends as it says for every dispute', async () => {
    for (const { disputeId, ...outcome } of story.disputes) {
      const { state } = await ledger.handling.load(disputeStream(disputeId), disputeDecider);
      expect({ disputeId, ...state.standing }).toMatchObject({ disputeId, ...outcome, exceptions: [] });
    }
  });

  it('leaves the book at zero and nothing on suspense', async () => {
    const entries = (await ledger.events()).flatMap(({ data }) => (data as { readonly entries: readonly Entry[] }).entries);
    expect(
      entries
        .flatMap(({ lines }) => lines)
        .reduce((sum, { side, amount }) => sum + (side === 'debit' ? amount : -Number(amount)), 0),
    ).toBe(0);
    expect(balanceLines(entries).filter((line) => line.includes('suspense'))).toEqual([]);
  });

  it('adds nothing when it is told again', async () => {
    const before = (await ledger.events()).length;
    expect(await tell()).toEqual(new Set(['duplicate']));
    expect(await ledger.events()).toHaveLength(before);
  });
});
