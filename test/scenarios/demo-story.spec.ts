import { collectionDecider, collectionStream } from '#collections';
import { disputeDecider, disputeStream } from '#disputes';
import type { Entry } from '#kernel';
import { balanceLines } from '#kernel/testing';
import { miniAppDecider } from '#miniapp';
import { orderDecider, orderStream } from '#orders';
import { paymentDecider } from '#payments';
import { lifeMovementDecider, voucherDecider, voucherStream } from '#vouchers';
import { tellStory } from '../../apps/cli/src/demo/story/story.js';
import { MemoryLedger } from './memory-ledger.js';

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

  it('ends as it says for vouchers, their payout and the mini-app', async () => {
    for (const { exceptions, ...outcome } of story.vouchers) {
      const { state } = await ledger.handling.load(voucherStream(outcome.orderId), voucherDecider);
      expect(state.standing).toMatchObject({ ...outcome, exceptions: exceptions === '' ? [] : [exceptions] });
    }
    for (const { exceptions, ...outcome } of story.miniApp) {
      const { state } = await ledger.handling.load(`miniapp-payment.${outcome.paymentId}`, miniAppDecider);
      expect(state.standing).toMatchObject({ ...outcome, exceptions: exceptions === '' ? [] : [exceptions] });
    }
    for (const movement of story.lifeMovements) {
      const stream = `life-movement.${movement.movementNo}.${story.cast.life.clientKey}`;
      const { state } = await ledger.handling.load(stream, lifeMovementDecider);
      expect(state.standing).toMatchObject({ ...movement, exceptions: [] });
    }
  });

  it('books of notices what is final, and nothing of what is in progress', async () => {
    for (const { paymentId, captured, refunded } of story.noticed) {
      const { state } = await ledger.handling.load(`payment.${paymentId}`, paymentDecider);
      expect({ paymentId, ...state.standing }).toMatchObject({ paymentId, captured, refunded, exceptions: [] });
    }
    expect(story.open).toHaveLength(3);
    const streams = new Set((await ledger.events()).map(({ stream }) => stream));
    expect(story.open.filter((paymentId) => streams.has(`payment.${paymentId}`))).toEqual([]);
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
