import { isNoticeId } from '../inbox/notice.js';
import { replayNotice, sweepNotices } from '../replay.js';
import { APP, ChannelsUnderTest, NOW, SHOP_ID } from '../testing.js';
import { receiveDouyinPush, type PushAnswer } from './receive-push.js';
import { EVENT_SIGN } from './signatures.js';

const ORDER = '6900000000000000001';
const SUCCESS = { status: 200, body: { code: 0, msg: 'success' } };
const VECTOR_A1 = String.raw`[{"tag":"101","msg_id":"690000000000000000101:1790000000:1","data":"{\"p_id\":6900000000000000001,\"s_ids\":[6900000000000000001],\"shop_id\":4463798,\"order_status\":2,\"order_type\":0,\"pay_type\":1,\"biz\":2,\"pay_time\":1790000000,\"pay_amount\":12990}"}]`;

/** As Douyin writes it: ids are bare numbers beyond 2^53. */
const data = (fields: string): string => `{"p_id":${ORDER},"shop_id":${SHOP_ID},${fields}}`;
const paid = (amount = '12990'): string => data(`"pay_type":1,"pay_time":1789999000,"pay_amount":${amount}`);
const message = (tag: string, text: string, id = `${tag}-1`): string =>
  `{"tag":"${tag}","msg_id":"${id}","data":${JSON.stringify(text)}}`;

describe('a push of Douyin', () => {
  let channels: ChannelsUnderTest;
  beforeEach(async () => {
    channels = await ChannelsUnderTest.open();
  });

  const send = (body: string, headers: Record<string, string> = {}): Promise<PushAnswer> => {
    const rawBody = Buffer.from(body);
    const signed = { 'app-id': APP.appKey, 'event-sign': EVENT_SIGN.sign(APP, rawBody), ...headers };
    return receiveDouyinPush(channels.deps, { headers: signed, rawBody, now: NOW });
  };
  const types = async (): Promise<string[]> => (await channels.events()).map(({ type }) => type);
  const outcomes = async (): Promise<unknown[]> => {
    const { notices } = await channels.inbox.list({ limit: 100 });
    return notices.toReversed().map(({ settled }) => (settled && 'reason' in settled ? settled.reason : settled?.outcome));
  };

  it('of vector A1 pays the order, its 19-digit id unharmed, and leads back to the notice', async () => {
    const answer = await receiveDouyinPush(channels.deps, {
      headers: { 'app-id': APP.appKey, 'event-sign': '52a2609b756f555ed29a4dc8ea87f91d' },
      rawBody: Buffer.from(VECTOR_A1),
      now: '2026-09-21T14:00:00.000Z' as typeof NOW,
    });
    expect(answer).toEqual(SUCCESS);
    const [event] = await channels.events();
    expect(event).toMatchObject({
      stream: `order-douyin.${ORDER}`,
      type: 'DouyinOrderPaid',
      data: {
        fact: {
          key: 'paid',
          orderId: ORDER,
          shopId: SHOP_ID,
          amount: 12990,
          payType: 1,
          occurredAt: '2026-09-21T14:13:20.000Z',
          booking: {
            businessDate: '2026-09-21',
            of: { merchant: 'm1', store: 's1', side: 'online', channel: 'douyin' },
          },
        },
        entries: [{ kind: 'sale', of: { merchant: 'm1', store: 's1', method: 'wechat' } }],
      },
      metadata: { actor: `douyin:${APP.appKey}` },
    });
    const id = event?.metadata.notice?.id ?? '';
    expect(isNoticeId(id)).toBe(true);
    const notice = await channels.inbox.show(id);
    expect(notice).toMatchObject({ digest: event?.metadata.notice?.digest, externalId: '690000000000000000101:1790000000:1' });
    expect(notice?.evidence?.body.toString()).toBe(VECTOR_A1);
    expect(notice?.evidence?.signature).toBe('52a2609b756f555ed29a4dc8ea87f91d');
  });

  it.each([
    ['a wrong signature', { 'event-sign': '52a2609b756f555ed29a4dc8ea87f91d' }],
    [
      'an upper-case signature',
      { 'event-sign': EVENT_SIGN.sign(APP, Buffer.from(`[${message('101', paid())}]`)).toUpperCase() },
    ],
    ['an unknown app', { 'app-id': '7000000000000000009' }],
    ['an app id that is a path', { 'app-id': '../../etc/passwd' }],
    ['no signature', { 'event-sign': '' }],
  ])('with %s is 401 and leaves nothing', async (_what, headers) => {
    expect((await send(`[${message('101', paid())}]`, headers)).status).toBe(401);
    expect(await outcomes()).toEqual([]);
    expect(await types()).toEqual([]);
  });

  it.each(['', '{', '[1,', '{"tag":"0"}', '"text"', '[{"tag":]', '[{}] x', '\u0000'])(
    'whose body is %j is malformed, and answered in the platform’s words',
    async (body) => {
      expect(await send(body)).toEqual({ status: 400, body: { code: 40041, message: '解析推送数据失败' } });
      expect(await outcomes()).toEqual([]);
    },
  );

  it('that is not UTF-8 is malformed', async () => {
    const rawBody = Buffer.from([0x5b, 0xff, 0x5d]);
    const headers = { 'app-id': APP.appKey, 'event-sign': EVENT_SIGN.sign(APP, rawBody) };
    expect((await receiveDouyinPush(channels.deps, { headers, rawBody, now: NOW })).status).toBe(400);
  });

  it('that probes is answered and not kept', async () => {
    expect(await send('[{"tag":"0","msg_id":"0","data":"2020-01-01"}]')).toEqual(SUCCESS);
    expect(await send('[{"tag":0}]')).toEqual(SUCCESS);
    expect(await send('[]')).toEqual(SUCCESS);
    expect(await outcomes()).toEqual([]);
  });

  it('may write tags as numbers, data as objects and ids either way', async () => {
    const body = `[{"tag":101,"msgId":"m","data":${paid()}}]`;
    expect(await send(body)).toEqual(SUCCESS);
    expect(await types()).toEqual(['DouyinOrderPaid']);
    expect((await channels.inbox.open(0, 9)).length).toBe(0);
  });

  it('with unknown and unneeded tags is kept and acknowledged', async () => {
    expect(await send(`[${message('999', '{}')},${message('104', '{}')},${message('400', 'no json')}]`)).toEqual(SUCCESS);
    expect(await outcomes()).toEqual(['UNKNOWN_TAG', 'NOT_MONEY', 'NOT_MONEY']);
  });

  it('loses no neighbour of a bad message', async () => {
    const other = paid().replace(ORDER, '6900000000000000002');
    const items = [message('101', paid()), '17', message('101', 'no json'), '{"data":"{}"}', 'null', message('101', other)];
    expect(await send(`[${items.join(' ,\n')}]`)).toEqual(SUCCESS);
    expect(await types()).toEqual(['DouyinOrderPaid', 'DouyinOrderPaid']);
    const unreadable = 'MESSAGE_UNREADABLE';
    expect(await outcomes()).toEqual(['applied', unreadable, unreadable, unreadable, unreadable, 'applied']);
  });

  it('keeps each message to the byte, and the body once for all that came in it', async () => {
    const items = [message('101', paid()), ` ${message('102', data('"update_time":1789999500'))} `];
    const body = `[${items.join(',')}]`;
    await send(body);
    const { notices } = await channels.inbox.list({ limit: 9 });
    const shown = await Promise.all(notices.map(({ id }) => channels.inbox.show(id)));
    expect(shown.map((each) => each?.raw.toString()).sort()).toEqual(items.map((item) => item.trim()).sort());
    expect(shown.map((each) => each?.evidence?.body.toString())).toEqual([body, body]);
  });

  it('that comes again adds nothing', async () => {
    const body = `[${message('101', paid())}]`;
    expect([await send(body), await send(body), await send(`[ ${message('101', paid())} ]`)]).toEqual([
      SUCCESS,
      SUCCESS,
      SUCCESS,
    ]);
    expect(await types()).toEqual(['DouyinOrderPaid']);
    expect(await outcomes()).toEqual(['applied']);
  });

  it.each([
    ['a negative amount', '-1'],
    ['a fraction', '129.90'],
    ['a whole number written as a fraction', '12990.0'],
    ['an exponent', '1e4'],
    ['a word', '"much"'],
    ['a fraction as text', '"129.90"'],
    ['more than is safe', '9007199254740992'],
    ['a list', '[12990]'],
    ['nothing', 'null'],
  ])('with %s for an amount is parked by the name of the field', async (_what, amount) => {
    expect(await send(`[${message('101', paid(amount))}]`)).toEqual(SUCCESS);
    const { notices } = await channels.inbox.list({ status: 'parked', limit: 9 });
    expect(notices.map(({ settled }) => settled)).toMatchObject([{ reason: 'FIELDS_INVALID', detail: 'pay_amount' }]);
    expect(await types()).toEqual([]);
  });

  it('may write an amount as text of digits', async () => {
    await send(`[${message('101', paid('"12990"'))}]`);
    expect(await types()).toEqual(['DouyinOrderPaid']);
  });

  it.each([
    ['control characters', JSON.stringify('69\u000012')],
    ['SQL', `"6900000000000000001'; drop table log.events; --"`],
    ['a path', '"../../../etc/passwd"'],
    ['a fraction', '69.5'],
    ['too many digits', '690000000000000000123456789'],
    ['an object', '{}'],
  ])('with %s for an order id is parked', async (_what, id) => {
    expect(await send(`[${message('101', paid().replace(ORDER, id))}]`)).toEqual(SUCCESS);
    expect(await outcomes()).toEqual(['FIELDS_INVALID']);
  });

  it.each([
    ['years ahead', '1990000000'],
    ['two days ahead', '1790170000'],
    ['in milliseconds', '1789999000000'],
    ['in nanoseconds', '1789999000000000'],
    ['before 2016', '1400000000'],
  ])('whose clock is %s is parked', async (_what, time) => {
    await send(`[${message('101', paid().replace('1789999000', time))}]`);
    expect(await outcomes()).toEqual(['CLOCK_FAR_OFF']);
  });

  it('for a shop that nobody bound is parked and acknowledged, and applied when it is replayed after the binding', async () => {
    const other = { type: 'BindShop', merchantId: 'm1', shopId: '555', storeId: 's1', ...APP } as const;
    expect(await send(`[${message('101', paid().replace(SHOP_ID, '555'))}]`)).toEqual(SUCCESS);
    const [notice] = (await channels.inbox.list({ status: 'parked', limit: 9 })).notices;
    const id = notice?.id ?? '';
    expect(notice?.settled).toMatchObject({ reason: 'UNKNOWN_SHOP', detail: '555' });
    expect(await replayNotice(channels.deps, id, NOW)).toMatchObject({ status: 'parked', reason: 'UNKNOWN_SHOP' });
    await channels.setUp(other);
    expect(await replayNotice(channels.deps, id, NOW)).toMatchObject({ status: 'applied' });
    expect(await replayNotice(channels.deps, id, NOW)).toMatchObject({ rejected: true, code: 'NOTICE_NOT_PARKED' });
    expect(await outcomes()).toEqual(['applied']);
  });

  it('may not speak for a shop that is bound to another app', async () => {
    const [appKey, appSecret] = ['7000000000000000002', 'another secret'];
    await channels.setUp({ type: 'BindShop', merchantId: 'm1', shopId: '555', storeId: 's1', appKey, appSecret });
    const body = `[${message('101', paid())}]`;
    const sign = EVENT_SIGN.sign({ appKey, appSecret }, Buffer.from(body));
    expect(await send(body, { 'app-id': appKey, 'event-sign': sign })).toEqual(SUCCESS);
    expect(await outcomes()).toEqual(['SHOP_OF_OTHER_APP']);
    expect(await types()).toEqual([]);
  });

  it('is no success while the ledger is away; what was kept is applied by the next sweep, once', async () => {
    channels.goAway();
    const body = `[${message('101', paid())},${message('999', '{}')}]`;
    expect((await send(body)).status).toBe(503);
    expect(await outcomes()).toEqual([undefined, 'UNKNOWN_TAG']);
    channels.comeBack();
    expect(await sweepNotices(channels.deps, NOW)).toEqual({ applied: 1, ignored: 0, parked: 0 });
    expect(await send(body)).toEqual(SUCCESS);
    expect(await types()).toEqual(['DouyinOrderPaid']);
    expect(await sweepNotices(channels.deps, NOW)).toEqual({ applied: 0, ignored: 0, parked: 0 });
  });

  it('that we can not handle is parked and reported, and stops nothing', async () => {
    channels.goAway(new TypeError('a bug'));
    expect(await send(`[${message('101', paid())}]`)).toEqual(SUCCESS);
    expect(channels.faults).toHaveLength(1);
    expect(await outcomes()).toEqual(['FAULT']);
  });

  it('of one order in any order and many at once comes out the same', async () => {
    const items = [
      message('206', data('"aftersale_id":7100000000000000001,"refund_amount":3000,"success_time":1789999900')),
      message('102', data('"update_time":1789999500')),
      message('101', paid()),
      message('100', data('"create_time":1789998900,"order_type":0')),
    ];
    expect(await send(`[${items.join(',')}]`)).toEqual(SUCCESS);
    const last = (await channels.events()).at(-1);
    expect(last?.data).toMatchObject({ standing: { paid: 12990, refunded: 3000, status: 'partly_refunded', exceptions: [] } });
  });
});
