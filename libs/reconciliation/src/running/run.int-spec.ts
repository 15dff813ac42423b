import { CommandHandling } from '#event-log';
import { localDate, money, plusMs } from '#kernel';
import { factsOf } from '#orders/testing';
import { acquirerRow, douyinRow } from '#settlements/testing';
import { matchFeature } from '../reconciliation.feature.js';
import type { MatchCommand } from '../domain/match.messages.js';
import { CODEC, Ledger, NOON, context } from './testing/ledger.js';

describe('a run', () => {
  const ledgers: Ledger[] = [];
  const opened = async (): Promise<Ledger> => {
    const ledger = await Ledger.open();
    ledgers.push(ledger);
    return ledger;
  };
  afterEach(() => Promise.all(ledgers.splice(0).map(({ database }) => database.drop())));

  /** Some alike, some not, some on one side alone, told in two steps with a run between them. */
  async function story(ledger: Ledger): Promise<void> {
    for (let no = 1; no <= 40; no += 1) await ledger.purchase(no, 1_000 + no);
    for (let no = 1; no <= 20; no += 1) if (no % 5 !== 0) await ledger.row(no, 1_000 + no);
    await ledger.imported();
    await ledger.run();
    for (let no = 15; no <= 44; no += 1) await ledger.row(no, no === 30 ? 1 : 1_000 + no);
  }

  it('that is broken off anywhere and run again ends as one that was not', async () => {
    const whole = await opened();
    await story(whole);
    await whole.run();
    const expected = await whole.cases();
    expect(new Set(expected.map((one) => (one as { status: string }).status))).toEqual(
      new Set(['matched', 'difference', 'suspended']),
    );
    for (const after of [0, 1, 7, 20]) {
      const broken = await opened();
      await story(broken);
      let sent = 0;
      const dying = broken.reconciler((command, given) => {
        sent += 1;
        return sent > after ? Promise.reject(new Error('killed')) : broken.send(command, given);
      });
      await expect(broken.run(dying)).rejects.toThrow('killed');
      await broken.run();
      expect(await broken.cases()).toEqual(expected);
    }
  });

  it('does no harm beside another, and adds nothing once more', async () => {
    const [alone, ledger] = [await opened(), await opened()];
    for (const each of [alone, ledger]) await story(each);
    await alone.run();
    await ledger.catchUp();
    const elsewhere = new CommandHandling(ledger.log, CODEC);
    const other = ledger.reconciler((command, given) => elsewhere.handle(matchFeature, command, given));
    await Promise.all([ledger.runAsItStands(), ledger.runAsItStands(other)]);
    await ledger.run();
    expect(await ledger.cases()).toEqual(await alone.cases());
    expect(await ledger.run()).toMatchObject({ changed: 0, overtaken: 0 });
  });

  it('leaves a read model that follows from the log, whatever the batches', async () => {
    const ledger = await opened();
    await story(ledger);
    await ledger.run();
    for (const no of [1, 2, 30]) await ledger.row(no, 700 + no);
    await ledger.imported();
    await ledger.run();
    await ledger.row(2, 1_002);
    await ledger.catchUp();
    const digest = await ledger.digest();
    for (const batchSize of [1, 7, 1_000]) {
      const again = await ledger.readAnew(batchSize);
      ledgers.push(again);
      expect(await again.digest()).toBe(digest);
    }
  });

  it('leaves alone what somebody else decided since it looked', async () => {
    const ledger = await opened();
    await ledger.row(1, 100);
    await ledger.imported();
    await ledger.run();
    const [{ case_id: caseId } = { case_id: '' }] = (await ledger.cases()) as { case_id: string }[];
    const slow = ledger.reconciler(async (command, given) => {
      const resolve: MatchCommand = { type: 'ResolveDifference', caseId, by: 'key:1', reason: 'known', now: NOON };
      await ledger.send(resolve, context('resolve'));
      return ledger.send(command, given);
    });
    await ledger.purchase(1, 90);
    expect(await ledger.run(slow)).toMatchObject({ changed: 0 });
    expect(await ledger.cases()).toMatchObject([{ status: 'resolved' }]);
  });

  it('pages through days as if they were one, across the cut-off too', async () => {
    const [whole, paged] = [await opened(), await opened()];
    for (const ledger of [whole, paged]) {
      for (let no = 1; no <= 60; no += 1) {
        await ledger.purchase(no, 500 + no, plusMs(NOON, (no % 6) * 86_400_000));
        if (no % 7 === 0) continue;
        await ledger.row(no, 500 + no, localDate(plusMs(NOON, ((no % 6) + (no % 4 === 0 ? 1 : 0)) * 86_400_000)));
      }
      await ledger.imported();
    }
    const whole_ = await whole.run();
    const paged_ = await paged.run(paged.reconciler(undefined, 15));
    expect(paged_.outcomes).toEqual(whole_.outcomes);
    expect(await paged.cases()).toEqual(await whole.cases());
  });

  it('compares an order of Douyin once all of it is settled, and again when a refund is taken off', async () => {
    const ledger = await opened();
    const of = { merchant: 'm1', book: 'trades', channel: 'douyin', account: '4463798' } as const;
    const [orderId, facts] = ['6900000000000000001', factsOf({ orderId: '6900000000000000001', shopId: '4463798' })];
    const row = (requestNo: string, income: number, tradeType: 0 | 1 = 0) =>
      ledger.settled(
        douyinRow({
          requestNo,
          tradeType,
          income: money(income),
          subsidy: money(tradeType === 0 ? 100 : 0),
          orderId,
          at: NOON,
        }),
      );
    await ledger.order(facts.paid(plusMs(NOON, -20 * 86_400_000), money(10_000)));
    expect((await ledger.run(undefined, of)).outcomes).toMatchObject({ matched: 0, difference: 0, suspended: 0 });
    await row('1', 6_100);
    expect((await ledger.run(undefined, of)).outcomes).toMatchObject({ matched: 0, difference: 0, suspended: 0 });
    await row('2', 4_100);
    expect((await ledger.run(undefined, of)).outcomes).toMatchObject({ matched: 1, difference: 0 });
    await ledger.order(facts.refunded(NOON, money(2_000), 'a1'));
    await ledger.order(facts.settled(NOON, { requestNo: '3', gross: money(2_000), tradeType: 1 }));
    expect(await ledger.run(undefined, of)).toMatchObject({ changed: 0 });
    await row('3', 2_000, 1);
    await ledger.run(undefined, of);
    expect(await ledger.cases()).toMatchObject([{ status: 'matched', difference: '0' }]);
    await row('4', 3_000);
    await ledger.run(undefined, of);
    expect(await ledger.cases()).toMatchObject([{ status: 'difference', classes: ['amount'], difference: '2900' }]);
  });

  it('compares what was paid out by the day with the bank, and again when a row comes late', async () => {
    const ledger = await opened();
    const of = { merchant: 'm1', book: 'payouts', channel: 'bank', account: 'icbc-0200' } as const;
    const paidOut = (settlementNo: string, gross: number) =>
      ledger.settled(acquirerRow({ settlementNo, direction: 'in', gross: money(gross), fee: money(10) }));
    await paidOut('1', 1_010);
    await paidOut('2', 2_010);
    await ledger.bankLine('1', 3_000, '2026-09-30');
    await ledger.imported();
    expect((await ledger.run(undefined, of)).outcomes).toMatchObject({ matched: 1 });
    await paidOut('3', 510);
    await ledger.run(undefined, of);
    expect(await ledger.cases()).toMatchObject([{ status: 'difference', classes: ['net'], difference: '-500' }]);
  });
});
