import { createHash } from 'node:crypto';
import { whenCollectedOrderMoved, whenCollectingPaymentMoved } from '#collections';
import { CommandHandling, MemoryEventLog, START, type StoredEvent } from '#event-log';
import {
  receiveAccountItems,
  receiveAcquirerNotice,
  receiveDisputes,
  receiveDouyinPush,
  receiveEcpay,
  receiveLifeLedger,
  receiveLifeMovements,
  receiveLifeWebhook,
  receivePosBatch,
  receiveSettleBill,
  receiveSettlements,
  receiveTrade,
  type ChannelDeps,
  type LineResult,
} from '#channels';
import { MemoryInbox } from '#channels/testing';
import { instant, money, plusMs } from '#kernel';
import { miniAppSecretText, type ChannelAccount, type ChannelAccountKind, type MerchantDirectory } from '#merchants';
import { UNCONFIGURED, directoryKnowing } from '#merchants/testing';
import { whenReferenceKnown, whenRrnRecorded } from '#payments';
import { MemorySubjectKeys, Persons } from '#privacy';
import type { Reaction } from '#projections';
import { isAnswered, lakalaKeyOf, platformKeyOf, signed } from '../../apps/cli/src/demo/callbacks.js';
import type { Callback } from '../../apps/cli/src/demo/story/callbacks.js';
import type { Cast } from '../../apps/cli/src/demo/story/cast.js';
import type { HandOver } from '../../apps/cli/src/demo/story/counter.js';
import type { Step } from '../../apps/cli/src/demo/story/step.js';
import { handleMoney, ledgerCodec, type MoneyCommand } from '../../apps/projector/src/features.js';
import { PaymentRequests, newRequestId } from '../../apps/server/src/collections/payment-requests.js';

const NOW = instant(Date.parse('2026-01-15T12:00:00+08:00'));

/** What each account of the story's merchant is bound with. */
function accountsOf(cast: Cast): ChannelAccount[] {
  const { merchantId, cutOff, life, miniApp, accounts } = cast;
  const bound = (
    kind: ChannelAccountKind,
    { accountId, storeId }: { readonly accountId: string; readonly storeId: string },
    secrets: readonly string[],
    publicKeys: readonly string[] = [],
  ): ChannelAccount => ({ kind, accountId, storeId, secrets, publicKeys, merchantId, cutOff, state: 'live' });
  const app = { accountId: miniApp.appId, storeId: miniApp.storeId };
  return [
    bound('douyin-life', { ...life, accountId: life.clientKey }, [life.clientSecret]),
    bound('mini-app', app, [miniAppSecretText(miniApp)], [platformKeyOf(cast).publicKey]),
    bound('shouqianba', accounts.shouqianba, [accounts.shouqianba.secret]),
    bound('lakala', accounts.lakala, [], [lakalaKeyOf(cast).publicKey]),
    bound('allinpay', accounts.allinpay, [accounts.allinpay.secret]),
  ];
}

/** The story's merchant, as its set-up leaves it. */
function directoryOf(cast: Cast): MerchantDirectory {
  const { merchantId, cutOff, shop, terminals, interfaces, defaults } = cast;
  const accounts = accountsOf(cast);
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
    isShopBoundTo: (id, interfaceId) => Promise.resolve(id === shopId && interfaces.some((one) => one.id === interfaceId)),
    channelAccount: (kind, accountId) => found(accounts.find((each) => each.kind === kind && each.accountId === accountId)),
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
export class MemoryLedger {
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
      persons: new Persons(new MemorySubjectKeys(), Buffer.alloc(32, 7)),
      dispatch: (command, context) => handleMoney(this.handling, command, context),
    };
  }

  async take(step: Step): Promise<readonly string[]> {
    const { deps, cast } = this;
    const rowsOf = (body: object) => ({ rawBody: Buffer.from(JSON.stringify(body)), now: NOW, ingestActor: 'key:key' });
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
      case 'callback':
        return this.callBack(step.callback);
      case 'life_ledger':
        return statusesOf(await receiveLifeLedger(deps, rowsOf(lifeRows(cast, step.rows))));
      case 'life_movements':
        return statusesOf(await receiveLifeMovements(deps, rowsOf(lifeRows(cast, step.rows))));
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

  private async callBack(callback: Callback): Promise<string[]> {
    const { deps } = this;
    const { headers, body: text } = signed(this.cast, callback, Date.parse(NOW));
    const request = { headers, rawBody: Buffer.from(text), now: NOW };
    const { by } = callback;
    const receive = {
      life: receiveLifeWebhook,
      ecpay: receiveEcpay,
      trade: receiveTrade,
    };
    const { body } =
      by === 'life' || by === 'ecpay' || by === 'trade'
        ? await receive[by](deps, request)
        : await receiveAcquirerNotice(deps, by, request);
    expect(isAnswered(callback, typeof body === 'string' ? body : JSON.stringify(body))).toBe(true);
    return [];
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
    const answer = await receivePosBatch(this.deps, { headers: {}, body: piecesOf(body), now: NOW, ingestActor: 'key:key' });
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

const lifeRows = ({ life: { clientKey, accountId } }: Cast, rows: readonly unknown[]) => ({
  client_key: clientKey,
  account_id: accountId,
  rows,
});

const outcomeText = ({ status, code, detail }: { status: string; code?: string; detail?: string }): string =>
  [status, code, detail].filter(Boolean).join(' ');

function statusesOf(answer: Awaited<ReturnType<typeof receiveSettleBill>>): string[] {
  if ('refusal' in answer) throw new Error(answer.refusal.code);
  return answer.body.results.map(outcomeText);
}
