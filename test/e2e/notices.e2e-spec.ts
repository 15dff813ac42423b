import { eventually } from './support/eventually.js';
import { runLedger, type RunningLedger } from './support/running-ledger.js';
import {
  MERCHANT,
  SHOP,
  STORE,
  message,
  openShop,
  push,
  signedByTerminal,
  signedPush,
  tell,
  transaction,
} from './support/shop.js';
import type { Reply } from './support/reply.js';

const PAID = { pay_type: 1, pay_time: 1_790_000_000, pay_amount: 12_990 };
const codeOf = ({ body }: Reply): unknown => (body as { code?: unknown }).code;

interface Notice {
  readonly id: string;
  readonly status: string;
  readonly reason: string | null;
  readonly says: string | null;
}

interface LineResult {
  readonly line: number;
  readonly status: string;
  readonly code?: string;
  readonly payment_id?: string;
}

describe('notices', () => {
  let ledger: RunningLedger;
  beforeAll(async () => {
    ledger = await runLedger();
    await openShop(ledger.admin);
  });
  afterAll(() => ledger.end());

  const listed = (query = ''): Promise<Notice[]> => ledger.admin.data<Notice[]>(`/v1/notices${query}`);
  const wasAway = (result?: LineResult): boolean => result?.status === 'refused' && result.code === 'OUTAGE';
  const tellLines = async (sales: readonly Readonly<Record<string, unknown>>[]): Promise<LineResult[]> => {
    const lines = sales.map((sale) => JSON.stringify(sale)).join('\n');
    const headers = { ...signedByTerminal(lines), 'content-type': 'application/x-ndjson' };
    const { text } = await ledger.nobody.send('POST', '/v1/channels/pos/transactions', lines, headers);
    return text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as LineResult);
  };
  const replay = (id: string): Promise<Reply> => ledger.admin.send('POST', `/v1/notices/${id}/replay`);

  it('of the published vector are taken as they are signed', async () => {
    const body =
      '[{"tag":"101","msg_id":"690000000000000000101:1790000000:1","data":"{\\"p_id\\":6900000000000000001,\\"s_ids\\":[6900000000000000001],\\"shop_id\\":4463798,\\"order_status\\":2,\\"order_type\\":0,\\"pay_type\\":1,\\"biz\\":2,\\"pay_time\\":1790000000,\\"pay_amount\\":12990}"}]';
    const headers = {
      'content-type': 'application/json',
      'app-id': '7000000000000000001',
      'event-sign': '52a2609b756f555ed29a4dc8ea87f91d',
    };
    expect(signedPush(body)).toEqual(headers);
    expect((await ledger.nobody.send('POST', '/v1/channels/douyin/push', body, headers)).body).toEqual({
      code: 0,
      msg: 'success',
    });
    expect((await ledger.admin.get('/v1/orders/6900000000000000001/events')).body).toMatchObject({
      data: [
        {
          type: 'DouyinOrderPaid',
          data: { fact: { amount: 12_990, orderId: '6900000000000000001' } },
          metadata: { actor: 'douyin:7000000000000000001' },
        },
      ],
    });
  });

  it('of a probe are answered and not kept', async () => {
    const before = await listed();
    const probe = '[{"tag":"0","msg_id":"0","data":"2026-09-21"}]';
    expect((await ledger.nobody.send('POST', '/v1/channels/douyin/push', probe, signedPush(probe))).body).toEqual({
      code: 0,
      msg: 'success',
    });
    expect(await listed()).toHaveLength(before.length);
  });

  it('that come twice are kept once and add nothing', async () => {
    const paid = message(101, { p_id: '6930000000000000001', shop_id: SHOP, ...PAID }, 'twice');
    const before = (await listed()).length;
    for (let time = 0; time < 3; time += 1) expect((await push(ledger.nobody, paid)).status).toBe(200);
    expect(await listed()).toHaveLength(before + 1);
    expect(await ledger.admin.data('/v1/orders/6930000000000000001/events')).toHaveLength(1);
    const sale = transaction({});
    expect((await tell(ledger.nobody, sale)).body).toMatchObject({ status: 'applied' });
    expect((await tell(ledger.nobody, sale)).body).toMatchObject({ status: 'duplicate' });
  });

  it('with an unknown tag are kept and acknowledged', async () => {
    expect((await push(ledger.nobody, message(999, { shop_id: SHOP, anything: [1, 2] }, 'unknown-tag'))).body).toEqual({
      code: 0,
      msg: 'success',
    });
    const [newest] = await eventually(async () => {
      const notices = await listed('?status=ignored&limit=1');
      expect(notices).toHaveLength(1);
      return notices;
    });
    expect((await ledger.admin.get(`/v1/notices/${newest?.id ?? ''}`)).text).toContain('anything');
  });

  it('of a shop that is bound later are parked, and applied when they are replayed', async () => {
    const paid = message(101, { p_id: '6940000000000000001', shop_id: '5550001', ...PAID }, 'early');
    expect((await push(ledger.nobody, paid)).status).toBe(200);
    const [parked] = await listed('?status=parked&limit=1');
    expect(parked).toMatchObject({
      status: 'parked',
      reason: 'UNKNOWN_SHOP',
      says: 'The Douyin shop is not bound to a merchant here.',
    });
    const id = parked?.id ?? '';
    expect((await replay(id)).body).toMatchObject({ status: 'parked', reason: 'UNKNOWN_SHOP' });
    const app = { appKey: '7000000000000000001', appSecret: '3b1c0d2e-0000-4000-8000-9a8b7c6d5e4f' };
    expect(
      (await ledger.admin.post(`/v1/merchants/${MERCHANT}/douyin-shops`, { shopId: '5550001', ...app, storeId: STORE })).status,
    ).toBe(200);
    const replayed = await replay(id);
    expect(replayed.body).toMatchObject({ status: 'applied', reason: null });
    const { position } = replayed.body as { position: string };
    expect(await ledger.admin.data(`/v1/orders/6940000000000000001?minPosition=${position}`)).toMatchObject({
      status: 'paid',
      store: STORE,
    });
    expect((await ledger.admin.get(`/v1/notices/${id}`)).body).toMatchObject({ status: 'applied', reason: null });
    expect(codeOf(await replay(id))).toBe('NOTICE_NOT_PARKED');
  });

  it('of a terminal that is enrolled later too', async () => {
    const gateway = await ledger.as('ingest');
    const { body } = await gateway.post('/v1/channels/pos/transactions', transaction({ terminal_no: 'C0000001' }));
    const { notice_id: id } = body as { notice_id: string };
    const terminal = {
      merchantNo: '898100012340001',
      terminalNo: 'C0000001',
      storeId: STORE,
      acquirer: 'lakala',
      model: 'P2',
      key: 'key-of-terminal-c0000001',
    };
    expect((await ledger.admin.post(`/v1/merchants/${MERCHANT}/terminals`, terminal)).status).toBe(200);
    const ops = await ledger.as('ops');
    expect((await ops.send('POST', `/v1/notices/${id}/replay`)).body).toMatchObject({ status: 'applied' });
  });

  it('that are not there can not be shown or replayed', async () => {
    const id = 'ntc_00000000-0000-8000-8000-000000000000';
    expect(codeOf(await ledger.admin.get(`/v1/notices/${id}`))).toBe('NOT_FOUND');
    expect(codeOf(await replay(id))).toBe('NOTICE_UNKNOWN');
  });

  it('are listed page by page, newest first', async () => {
    const all = await listed('?limit=500');
    const { body } = await ledger.admin.get('/v1/notices?limit=2');
    const first = body as { data: Notice[]; next: string };
    const second = await listed(`?limit=2&cursor=${first.next}`);
    expect([...first.data, ...second].map(({ id }) => id)).toEqual(all.slice(0, 4).map(({ id }) => id));
  });

  it('of a store that was offline come by the thousand, one result a line, in order', async () => {
    const sales = Array.from({ length: 2_000 }, () => transaction({ batch_no: '000777' }));
    const first = await tellLines(sales);
    expect(first.map(({ line }) => line)).toEqual(sales.map((_sale, index) => index + 1));
    expect(first.filter((result) => result.status !== 'applied' && !wasAway(result))).toEqual([]);
    // A log that does not answer in time is an outage; what is refused for it is told again, and may have been written all the same.
    await eventually(async () => {
      const away = sales.filter((_sale, index) => wasAway(first[index]));
      const again = away.length === 0 ? [] : await tellLines(away);
      expect(again.filter(({ status }) => status !== 'applied' && status !== 'duplicate')).toEqual([]);
    });
    const last = first.findLastIndex((result) => !wasAway(result));
    expect(first[last]?.payment_id).toContain(String(sales[last]?.['trace_no']));
  });
});
