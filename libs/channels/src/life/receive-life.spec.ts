import type { Entry } from '#kernel';
import { balanceLines } from '#kernel/testing';
import type { CallbackAnswer } from '../callback-answer.js';
import { signLifeWebhook } from '../douyin/signatures.js';
import { isNoticeId } from '../inbox/notice.js';
import { replayNotice } from '../replay.js';
import type { RowsAnswer } from '../rows.js';
import { ChannelsUnderTest, NOW } from '../testing.js';
import { receiveLifeLedger } from './receive-life-ledger.js';
import { receiveLifeMovements } from './receive-life-movements.js';
import { receiveLifeWebhook, type LifeAnswer } from './receive-life-webhook.js';

const CLIENT_KEY = 'ck_example';
const SECRET = 'cs_example';
const ORDER = '1000000000000000001';
const SECONDS = 1_789_950_000;
const LATER = '2026-09-21T14:00:00.000Z' as typeof NOW;
const SUCCESS: CallbackAnswer = { status: 200, body: { err_no: 0, err_tips: 'success' } };
const VECTOR_A5 = String.raw`{"event":"life_trade_order_notify","client_key":"ck_example","from_user_id":"u1","content":"{\"action\":\"pay_success\",\"msg_time\":1790000000,\"order\":{\"order_id\":\"1000000000000000001\",\"account_id\":\"7000000000000000002\",\"pay_amount\":9900,\"original_amount\":12800,\"create_time\":1789999990,\"pay_time\":1790000000}}","log_id":"20260921"}`;

const webhook = (event: string, content: unknown): string =>
  JSON.stringify({ event, client_key: CLIENT_KEY, from_user_id: 'buyer-7788', content: JSON.stringify(content), log_id: '1' });
const paid = webhook('life_trade_order_notify', {
  action: 'pay_success',
  order: { order_id: ORDER, account_id: '7000000000000000002', pay_amount: 9900, pay_time: SECONDS },
});
const certificate = (action: string, msg_time: number, more: object = {}): string =>
  webhook('life_trade_certificate_notify', {
    action,
    msg_time,
    certificate: {
      order_id: ORDER,
      certificate_id: '7300000000000000009',
      code: '104567890123',
      account_id: '7000000000000000002',
      ...more,
    },
  });
const verify = certificate('verify', SECONDS + 60, { verify_id: 'v1', poi_id: '6601' });

describe('local life', () => {
  let channels: ChannelsUnderTest;
  beforeEach(async () => {
    channels = await ChannelsUnderTest.open();
    await channels.setUp({ type: 'OpenStore', merchantId: 'm1', storeId: 's2', name: '二店' });
    const account = { type: 'BindAccount', merchantId: 'm1', kind: 'douyin-life', secret: SECRET, publicKeys: [] } as const;
    await channels.setUp({ ...account, accountId: CLIENT_KEY, storeId: 's1' });
    await channels.setUp({ ...account, accountId: `${CLIENT_KEY}.6601`, storeId: 's2' });
  });

  const send = (body: string, headers: Record<string, string> = {}, now = NOW): Promise<LifeAnswer> => {
    const rawBody = Buffer.from(body);
    const signed = { 'x-douyin-signature': signLifeWebhook(SECRET, rawBody), 'msg-id': 'm-1', ...headers };
    return receiveLifeWebhook(channels.deps, { headers: signed, rawBody, now });
  };
  const rowsBody = (rows: readonly object[], head: object = { account_id: CLIENT_KEY }) => ({
    rawBody: Buffer.from(JSON.stringify({ ...head, rows })),
    now: NOW,
    ingestActor: 'key:k1',
  });
  const ledger = async (...rows: object[]): Promise<RowsAnswer['results']> => {
    const answer = await receiveLifeLedger(channels.deps, rowsBody(rows));
    if (!('body' in answer)) throw new Error(answer.refusal.code);
    return answer.body.results;
  };
  const notices = async () => (await channels.inbox.list({ limit: 100 })).notices;
  const outcomes = async (): Promise<unknown[]> =>
    (await notices()).toReversed().map(({ settled }) => (settled && 'reason' in settled ? settled.reason : settled?.outcome));
  const events = () => channels.events();
  const booked = async (): Promise<string[]> =>
    balanceLines((await events()).flatMap(({ data }) => (data as { entries: Entry[] }).entries));
  const standing = async (): Promise<unknown> => ((await events()).at(-1)?.data as { standing: unknown }).standing;

  const row = (fields: object = {}): object => ({
    ledger_id: '801',
    verify_id: 'v1',
    certificate_id: '7300000000000000009',
    order_id: ORDER,
    verify_time: SECONDS + 60,
    status: 0,
    amount: { original: 12800, pay: 9900, talent_commission: 300, total_merchant_platform_service: 400, ledger_total: 9900 },
    fund_amount: { goods: 9000, pay_handling: 200 },
    order_attrribute: { room_id: '7300000000000000001', source: 'livebroadcasting' },
    poi_id: '6601',
    ...fields,
  });

  it('of vector A5 pays an order, its ids unharmed', async () => {
    const headers = { 'x-douyin-signature': '8f1f8d9acc698fb775971d5b5767480efe93a02f' };
    expect(await send(VECTOR_A5, headers, LATER)).toEqual(SUCCESS);
    const [event] = await events();
    expect(event).toMatchObject({
      stream: `voucher-order.${ORDER}`,
      type: 'VoucherOrderPaid',
      data: {
        fact: { orderId: ORDER, accountId: '7000000000000000002', amount: 9900, originalAmount: 12_800 },
        standing: { status: 'paid', clientKey: CLIENT_KEY },
      },
      metadata: { actor: `douyin-life:${CLIENT_KEY}` },
    });
  });

  it('takes ids that are bare numbers beyond 2^53', async () => {
    const content = `{"action":"pay_success","order":{"order_id":${ORDER},"pay_amount":9900,"pay_time":${String(SECONDS)}}}`;
    const body = `{"event":"life_trade_order_notify","client_key":"${CLIENT_KEY}","content":${content}}`;
    expect(await send(body)).toEqual(SUCCESS);
    expect((await events())[0]?.stream).toBe(`voucher-order.${ORDER}`);
  });

  it('asks whether we are there, and is told its own number', async () => {
    const body = `{"event":"verify_webhook","client_key":"${CLIENT_KEY}","content":{"challenge":12345}}`;
    expect(await send(body)).toEqual({ status: 200, body: { challenge: 12_345 } });
    expect(await notices()).toEqual([]);
  });

  it.each([
    ['of another signature', paid, { 'x-douyin-signature': '0'.repeat(40) }],
    ['of nobody that is bound', paid.replace(CLIENT_KEY, 'ck_nobody'), {}],
    ['without a client key', '{"event":"x"}', {}],
    ['that is no JSON', 'life_trade_order_notify', {}],
  ])('%s is not heard, kept or echoed', async (_, body, headers) => {
    expect(await send(body, headers)).toEqual({ status: 401, body: { err_no: 40101, err_tips: '验签失败' } });
    expect(await notices()).toEqual([]);
  });

  it('redeems a voucher in the store of its POI, and cancels it', async () => {
    await send(paid);
    await send(verify);
    expect((await events())[1]).toMatchObject({
      type: 'VoucherVerified',
      data: {
        fact: {
          verifyId: 'v1',
          poiId: '6601',
          codeLast4: '0123',
          booking: { of: { side: 'offline', store: 's2', method: 'voucher' } },
        },
        standing: { status: 'verified', store: 's2', verified: 9900 },
      },
    });
    expect(await booked()).toContain('revenue:offline:m1:s2 99.00 Cr');
    await send(certificate('verify_cancel', SECONDS + 600, { verify_id: 'v1' }));
    expect(await standing()).toMatchObject({ status: 'paid', uses: 0, exceptions: [] });
  });

  it('keeps no code and no buyer, in the notice or in an event', async () => {
    await send(verify);
    const [notice] = await notices();
    const kept = notice && (await channels.inbox.show(notice.id));
    const all = `${kept?.raw.toString() ?? ''} ${JSON.stringify(await events())}`;
    expect(kept).toMatchObject({ sanitised: true, externalId: 'm-1', evidence: null });
    expect(all).toContain('****0123');
    expect(all).not.toContain('104567890123');
    expect(all).not.toContain('buyer-7788');
  });

  it('told again, in whatever order, adds nothing', async () => {
    for (const body of [verify, paid, verify, paid]) expect(await send(body)).toEqual(SUCCESS);
    expect((await events()).map(({ type }) => type)).toEqual(['VoucherVerified', 'VoucherOrderPaid']);
    expect(await notices()).toHaveLength(2);
    expect(await standing()).toMatchObject({ status: 'verified', exceptions: [] });
  });

  it('gives money back', async () => {
    await send(paid);
    await send(certificate('refund_success', SECONDS + 900, { refund_amount: 9900 }));
    expect(await standing()).toMatchObject({ status: 'refunded', refunded: 9900, exceptions: [] });
    expect(await booked()).toEqual([]);
  });

  it('says other things, which are kept and acknowledged', async () => {
    for (const body of [
      webhook('life_hermes_akte_after_sale_audit', { action: 'x' }),
      webhook('life_something_new', { anything: [1] }),
      webhook('life_trade_order_notify', { action: 'closed', order: {} }),
      webhook('life_trade_certificate_notify', { action: 'verify', certificate: { order_id: '1' } }),
      webhook('life_trade_order_notify', 'no object'),
    ])
      expect(await send(body)).toEqual(SUCCESS);
    expect(await outcomes()).toEqual(['NOT_MONEY', 'UNKNOWN_EVENT', 'UNKNOWN_EVENT', 'FIELDS_INVALID', 'MESSAGE_UNREADABLE']);
  });

  it.each([0, 1e15, '3x'])('does not take %p for a number of vouchers', async (count) => {
    await send(
      webhook('life_trade_order_notify', {
        action: 'pay_success',
        msg_time: SECONDS,
        order: { order_id: ORDER, pay_amount: 1, count },
      }),
    );
    expect(await outcomes()).toEqual(['FIELDS_INVALID']);
  });

  it('splits by its ledger, whose rows come as they change', async () => {
    await send(paid);
    await send(verify);
    expect(await ledger(row())).toMatchObject([{ row: 1, status: 'applied', stream: `voucher-order.${ORDER}` }]);
    expect(await ledger(row({ status: 1 }))).toMatchObject([{ status: 'duplicate' }]);
    expect(await ledger(row({ status: 2 }))).toMatchObject([{ status: 'applied' }]);
    expect(await standing()).toMatchObject({
      status: 'settled',
      settledGross: 9900,
      fees: 900,
      settledNet: 9000,
      liveRoomId: '7300000000000000001',
      exceptions: [],
    });
    expect(await booked()).toContain('assets:life-account:ck_example 90.00');
  });

  it('sums two rows of one verification, and names what is wrong with others', async () => {
    await send(paid);
    const half = (ledger_id: string, pay: number): object =>
      row({ ledger_id, status: 2, amount: { pay_amount: pay }, fund_amount: { goods: pay } });
    const results = await ledger(half('801', 4000), half('802', 5900), row({ status: 9 }), row({ amount: {} }));
    expect(results.map(({ status, detail }) => [status, detail])).toEqual([
      ['applied', undefined],
      ['applied', undefined],
      ['parked', 'status'],
      ['parked', 'amount.pay'],
    ]);
    expect(await standing()).toMatchObject({ uses: 1, verified: 9900, settledGross: 9900, exceptions: [] });
  });

  it.each([
    [3, { exceptions: ['SETTLEMENT_FAILED'] }],
    [4, { ledgerGross: 0, exceptions: [] }],
  ])('says by status %d that nothing was split', async (status, wanted) => {
    await send(paid);
    await send(verify);
    await ledger(row(), row({ status }));
    expect(await standing()).toMatchObject({ status: 'verified', settledGross: 0, ...wanted });
  });

  it('pays out to a bank, of an account named beside its app', async () => {
    const movement = { movement_no: 'mv1', direction: 'out', amount: 9000, time: '2026-09-21 10:00:00', purpose: 'withdrawal' };
    const head = { client_key: CLIENT_KEY, account_id: '7000000000000000002' };
    const answer = await receiveLifeMovements(channels.deps, rowsBody([{ ...movement, bank_account: 'icbc-0200' }], head));
    expect(answer).toMatchObject({
      status: 200,
      body: { results: [{ status: 'applied', stream: 'life-movement.mv1.ck_example' }] },
    });
    expect(await booked()).toEqual(['assets:bank:icbc-0200 90.00', 'assets:life-account:ck_example 90.00 Cr']);
  });

  it('of an account that is bound later is parked, and applied when it is replayed', async () => {
    const head = { client_key: 'ck_late', account_id: '7000000000000000003' };
    await receiveLifeLedger(channels.deps, rowsBody([row({ poi_id: '' })], head));
    expect(await outcomes()).toEqual(['UNKNOWN_ACCOUNT']);
    await channels.setUp({
      type: 'BindAccount',
      merchantId: 'm1',
      kind: 'douyin-life',
      accountId: 'ck_late',
      secret: SECRET,
      publicKeys: [],
    });
    const [notice] = await notices();
    if (!notice || !isNoticeId(notice.id)) throw new Error('nothing was kept');
    expect(await replayNotice(channels.deps, notice.id, NOW)).toMatchObject({ status: 'applied' });
    expect((await events())[0]?.data).toMatchObject({ fact: { clientKey: 'ck_late', accountId: '7000000000000000003' } });
  });

  it('calls again where the ledger is away', async () => {
    channels.goAway();
    expect(await send(paid)).toMatchObject({ status: 503, body: { err_no: 50301 } });
    channels.comeBack();
    expect(await send(paid)).toEqual(SUCCESS);
    expect(await events()).toHaveLength(1);
  });
});
