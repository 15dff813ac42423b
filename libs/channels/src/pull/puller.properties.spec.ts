import fc from 'fast-check';
import type { Trouble } from '../douyin/openapi/testing/fake-gateway.js';
import { receiveSettleBill } from '../douyin/receive-settle-bill.js';
import { ChannelsUnderTest, SHOP_ID } from '../testing.js';
import { FROM, SETTLED_AT, Stand, billRow, ledgerOf, lives, pushed, pushesOf, tell } from './testing/pull-stand.js';

describe('pulling beside pushes', () => {
  it('whatever is lost and whatever breaks: in the end every order stands once, with the book of the pushes', async () => {
    const troubles = fc.array(
      fc.constantFrom<Trouble>('none', 'http_500', 'reset', 'outage', 'limited', 'expired', 'garbage'),
      {
        maxLength: 40,
      },
    );
    await fc.assert(
      fc.asyncProperty(lives, fc.infiniteStream(fc.boolean()), troubles, fc.nat(5), async (all, arrives, breaks, away) => {
        const byPush = await ChannelsUnderTest.open();
        const at = await Stand.open({ trouble: () => breaks.shift() ?? 'none' });
        for (const life of all) {
          tell(at.fake, life);
          at.fake.book.billRows.push({ settleTime: SETTLED_AT, row: billRow(life) });
          for (const body of pushesOf(life)) {
            await pushed(byPush, body, at.time.now());
            if (arrives.next().value) await pushed(at.channels, body, at.time.now());
          }
        }
        const rows = Buffer.from(`{"shop_id":"${SHOP_ID}","rows":[${all.map(billRow).join(',')}]}`);
        await receiveSettleBill(byPush.deps, { rawBody: rows, now: at.time.now(), ingestActor: 'key:k1' });
        await at.set('on', FROM);
        for (let time = 0; time < away; time += 1) {
          at.channels.goAway();
          await at.pullFor(30_000);
          at.channels.comeBack();
          await at.pullFor(30_000);
          at.restarted();
        }
        await at.pullFor(7_200_000);
        expect(await ledgerOf(at.channels)).toEqual(await ledgerOf(byPush));
        const before = (await at.channels.events()).length;
        await at.pullFor(600_000);
        expect(await at.channels.events()).toHaveLength(before);
        expect(at.channels.faults).toEqual([]);
        await at.fake.stop();
      }),
      { numRuns: 25 },
    );
  }, 120_000);
});
