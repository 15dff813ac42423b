import { createHash } from 'node:crypto';
import { CommandHandling, MemoryEventLog, START, type StoredEvent } from '#event-log';
import {
  receiveDouyinPush,
  receivePosBatch,
  receiveSettleBill,
  receiveSettlements,
  type ChannelDeps,
  type LineResult,
} from '#channels';
import { MemoryInbox } from '#channels/testing';
import { instant, type Entry } from '#kernel';
import { balanceLines } from '#kernel/testing';
import type { MerchantDirectory } from '#merchants';
import { UNCONFIGURED, directoryKnowing } from '#merchants/testing';
import { orderDecider, orderStream } from '#orders';
import { paymentDecider, whenReferenceKnown, whenRrnRecorded } from '#payments';
import type { Reaction } from '#projections';
import type { Cast } from '../../apps/cli/src/demo/story/cast.js';
import type { Step } from '../../apps/cli/src/demo/story/step.js';
import { tellStory } from '../../apps/cli/src/demo/story/story.js';
import { handleMoney, ledgerCodec, type MoneyCommand } from '../../apps/projector/src/features.js';

const NOW = instant(Date.parse('2026-01-15T12:00:00+08:00'));

/** The story's merchant, as its set-up leaves it. */
function directoryOf({ merchantId, cutOff, shop, terminals }: Cast): MerchantDirectory {
  const found = <T>(value: T | undefined): Promise<T | undefined> => Promise.resolve(value);
  const { appKey, appSecret, shopId } = shop;
  return directoryKnowing({
    douyinApp: (key) => found(key === appKey ? { appKey, merchantId, secrets: [appSecret] } : undefined),
    douyinShop: (id) => found(id === shopId ? { shopId, merchantId, appKey, storeId: '-', cutOff, state: 'live' } : undefined),
    terminal: (merchantNo, terminalNo) => {
      const known = terminals.find((terminal) => terminal.merchantNo === merchantNo && terminal.terminalNo === terminalNo);
      return found(known && { ...known, merchantId, cutOff, keys: [known.key], storeAt: () => known.storeId, ...UNCONFIGURED });
    },
    acquiredMerchant: (merchantNo) => found({ merchantNo, merchantId, cutOff }),
  });
}

const reacting =
  <C>(reaction: Reaction<C>, routed: (command: C) => MoneyCommand) =>
  (event: StoredEvent): MoneyCommand[] =>
    reaction.handles.includes(event.type) ? reaction.react(event).map(routed) : [];

const REACTIONS = [
  reacting(whenRrnRecorded, (command) => ({ feature: 'references', command })),
  reacting(whenReferenceKnown, (command) => ({ feature: 'payments', command })),
];

/** The ledger in memory, without HTTP: channels, deciders, reactions. */
class MemoryLedger {
  private readonly log = new MemoryEventLog();
  private readonly codec = ledgerCodec();
  readonly handling = new CommandHandling(this.log, this.codec);
  private readonly deps: ChannelDeps;

  constructor(private readonly cast: Cast) {
    this.deps = {
      inbox: new MemoryInbox(() => NOW),
      merchants: directoryOf(cast),
      dispatch: (command, context) => handleMoney(this.handling, command, context),
    };
  }

  async take(step: Step): Promise<readonly string[]> {
    const { deps, cast } = this;
    const rowsOf = (body: object) => ({ rawBody: Buffer.from(JSON.stringify(body)), now: NOW, ingestKeyId: 'key' });
    switch (step.type) {
      case 'push': {
        const { appKey, appSecret } = cast.shop;
        const sign = createHash('md5').update(`${appKey}${step.body}${appSecret}`).digest('hex');
        const headers = { 'app-id': appKey, 'event-sign': sign };
        expect((await receiveDouyinPush(deps, { headers, rawBody: Buffer.from(step.body), now: NOW })).status).toBe(200);
        return [];
      }
      case 'transactions':
        return this.report(step.lines);
      case 'settle_bill':
        return statusesOf(await receiveSettleBill(deps, rowsOf({ shop_id: cast.shop.shopId, rows: step.rows })));
      case 'statement':
        return statusesOf(await receiveSettlements(deps, rowsOf({ rows: step.rows })));
      case 'instruction':
        return step.instruction.carriedOutBy ? this.report([step.instruction.carriedOutBy.fields]) : [];
    }
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
    for (const { paymentId, captured, refunded } of story.payments) {
      const { state } = await ledger.handling.load(`payment.${paymentId}`, paymentDecider);
      expect({ paymentId, ...state.standing }).toMatchObject({ paymentId, captured, refunded, exceptions: [] });
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
