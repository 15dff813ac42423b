import { receiveAccountItems, receiveSettleBill, type RowsAnswer } from '#channels';
import { ChannelsUnderTest, NOW, SHOP_ID } from '#channels/testing';
import { readAll } from '../reading/testing.js';
import type { DouyinFact } from '../row.js';

const HEADER =
  '动账时间,动账流水号,动账方向,动账金额,动账账户,动账场景,子订单号,订单号,订单实付应结,实际平台补贴,实际达人补贴,订单退款,平台服务费,佣金,服务商佣金,其他分成';
const SETTLED =
  "2026-09-20 10:00:00,'7420000000000000001,入账,91.21,聚合账户,货款结算,'6920000000000000002,'6920000000000000001,129.90,7.00,1.00,-30.00,-5.40,-10.79,-0.20,-0.30";
const REFUNDED =
  "2026-09-20 11:00:00,'7420000000000000002,出账,-18.80,聚合账户,已退款,'6920000000000000002,'6920000000000000001,0.00,0.00,0.00,-20.00,1.20,0.00,0.00,0.00";
const WITHDRAWN =
  "2026-09-20 12:00:00,'7420000000000000003,出账,-500.00,聚合账户,提现,-,-,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00";

describe('what the console exports of Douyin become', () => {
  it('is taken by the doors of the rows that the API gives', async () => {
    const channels = await ChannelsUnderTest.open();
    const { lines } = await readAll({ name: 'a.csv', content: [HEADER, SETTLED, REFUNDED, WITHDRAWN].join('\n') });
    const take = async (of: DouyinFact['of'], door: typeof receiveSettleBill): Promise<RowsAnswer['results']> => {
      const rows = lines.flatMap((line) => ('fact' in line && line.fact.of === of ? [line.fact.json] : []));
      const rawBody = Buffer.from(`{"shop_id":"${SHOP_ID}","rows":[${rows.join(',')}]}`);
      const answer = await door(channels.deps, { rawBody, now: NOW, ingestActor: 'key:k1' });
      if (!('body' in answer)) throw new Error(answer.refusal.code);
      return answer.body.results;
    };
    expect(await take('settle-row', receiveSettleBill)).toMatchObject([{ status: 'applied' }, { status: 'applied' }]);
    expect(await take('account-item', receiveAccountItems)).toMatchObject([{ status: 'applied' }]);
    const facts = (await channels.events()).map(({ type, data }) => ({ type, ...(data as { fact: object }).fact }));
    expect(facts.filter(({ type }) => type === 'DouyinSettlementRecorded')).toMatchObject([
      {
        key: '7420000000000000001',
        tradeType: 0,
        income: 10_790,
        subsidy: 800,
        fees: { platformService: 540, commission: 1079, channel: 0, colonel: 0, promotion: 0, other: 50 },
        net: 9121,
      },
      { key: '7420000000000000002', tradeType: 1, income: 2000, fees: { platformService: 120 }, net: 1880 },
    ]);
    expect(facts.filter(({ type }) => type === 'DouyinAccountMoved')).toMatchObject([
      { key: '7420000000000000003', direction: 'out', amount: 50_000, scene: '提现' },
    ]);
  });
});
