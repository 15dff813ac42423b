import { Client } from 'pg';
import type { Reply } from './support/reply.js';
import { runLedger, type RunningLedger } from './support/running-ledger.js';
import { openShop, paymentIdOf, tell, transaction } from './support/shop.js';

const codeOf = ({ body }: Reply): unknown => (body as { code?: unknown }).code;

describe('commands', () => {
  let ledger: RunningLedger;
  let database: Client;
  beforeAll(async () => {
    ledger = await runLedger();
    await openShop(ledger.admin);
    database = new Client({ connectionString: ledger.databaseUrl });
    await database.connect();
  });
  afterAll(async () => {
    await database.end();
    await ledger.end();
  });

  /** A purchase of 129.90; its id. */
  const sold = async (): Promise<string> => {
    const sale = transaction({});
    expect((await tell(ledger.nobody, sale)).status).toBe(200);
    return paymentIdOf(sale);
  };
  const refund = (id: string, amount: number, headers: Record<string, string>): Promise<Reply> =>
    ledger.admin.post(`/v1/payments/${id}/refunds`, { amount, reason: '退货' }, headers);
  const eventsOf = async (id: string): Promise<string[]> =>
    (await ledger.admin.data<{ type: string }[]>(`/v1/payments/${id}/events`)).map(({ type }) => type);

  describe('with an Idempotency-Key', () => {
    it('give the same answer to the same key and body, and have one effect', async () => {
      const id = await sold();
      const first = await refund(id, 100, { 'idempotency-key': 'same' });
      const again = await refund(id, 100, { 'idempotency-key': 'same' });
      expect([first.status, again.status]).toEqual([200, 200]);
      expect(again.text).toBe(first.text);
      expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
      expect([first, again].map(({ headers }) => headers.get('idempotency-replayed'))).toEqual([null, 'true']);
      expect(await eventsOf(id)).toEqual(['PaymentPurchased', 'RefundInstructed']);
    });

    it('refuse another body under the key', async () => {
      const id = await sold();
      await refund(id, 100, { 'idempotency-key': 'other' });
      const other = await refund(id, 101, { 'idempotency-key': 'other' });
      expect([other.status, codeOf(other)]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
      expect(await eventsOf(id)).toHaveLength(2);
    });

    it('see the same body in another order and other spaces', async () => {
      const id = await sold();
      const send = (body: string): Promise<Reply> =>
        ledger.admin.send('POST', `/v1/payments/${id}/refunds`, body, {
          'content-type': 'application/json',
          'idempotency-key': 'spaces',
        });
      const replies = [await send('{"amount":100,"reason":"x"}'), await send('{ "reason": "x", "amount": 100 }')];
      expect(replies.map(({ status }) => status)).toEqual([200, 200]);
      expect(replies[0]?.text).toBe(replies[1]?.text);
    });

    it('repeat a refusal on the merits, with its code', async () => {
      const id = await sold();
      const first = await refund(id, 99_999, { 'idempotency-key': 'refused' });
      const again = await refund(id, 99_999, { 'idempotency-key': 'refused' });
      expect([first.status, codeOf(first)]).toEqual([422, 'REFUND_EXCEEDS_CAPTURED']);
      expect(again.text).toBe(first.text);
      expect(again.headers.get('content-type')).toContain('application/problem+json');
      expect(again.headers.get('idempotency-replayed')).toBe('true');
    });

    it('leave the key free where the request was not valid', async () => {
      const id = await sold();
      expect((await refund(id, -1, { 'idempotency-key': 'free' })).status).toBe(400);
      expect((await refund(id, 100, { 'idempotency-key': 'free' })).status).toBe(200);
    });

    it('sent at once ten times have one effect and one answer', async () => {
      const id = await sold();
      const replies = await Promise.all(Array.from({ length: 10 }, () => refund(id, 100, { 'idempotency-key': 'at-once' })));
      expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
      expect(await eventsOf(id)).toEqual(['PaymentPurchased', 'RefundInstructed']);
    });

    it('have no second effect when a crash came between the effect and the answer', async () => {
      const id = await sold();
      const first = await refund(id, 100, { 'idempotency-key': 'crash', 'if-match': '"0"' });
      const { rowCount } = await database.query(
        `update access.idempotency_keys set status = null, body = null, media_type = null where key = 'crash'`,
      );
      const again = await refund(id, 100, { 'idempotency-key': 'crash', 'if-match': '"0"' });
      expect([rowCount, first.status, again.status]).toEqual([1, 200, 200]);
      expect((again.body as { instructionId: string }).instructionId).toBe(
        (first.body as { instructionId: string }).instructionId,
      );
      expect(await eventsOf(id)).toHaveLength(2);
      await database.query(`delete from access.idempotency_keys where key = 'crash'`);
      await refund(id, 100, { 'idempotency-key': 'crash' });
      expect(await eventsOf(id)).toHaveLength(2);
    });

    it('belong to one caller and one address', async () => {
      const [one, two] = [await sold(), await sold()];
      const ops = await ledger.as('ops');
      const by = (caller: typeof ops, id: string): Promise<Reply> =>
        caller.post(`/v1/payments/${id}/refunds`, { amount: 100, reason: 'x' }, { 'idempotency-key': 'mine' });
      const ids = [await by(ledger.admin, one), await by(ledger.admin, two), await by(ops, one)].map(
        ({ body }) => (body as { instructionId: string }).instructionId,
      );
      expect(new Set(ids).size).toBe(3);
    });

    it('keep no secret: a terminal key is nowhere in the database', async () => {
      const key = 'secret-of-terminal-0123456789';
      const body = {
        merchantNo: '898100012340002',
        terminalNo: 'A0000002',
        storeId: 'west-lake',
        acquirer: 'unionpay',
        model: 'A930',
        key,
      };
      expect((await ledger.admin.post('/v1/merchants/shanhai/terminals', body, { 'idempotency-key': 'enrol' })).status).toBe(
        200,
      );
      const { rows } = await database.query(
        `select 1 from access.idempotency_keys as kept where kept::text like '%' || $2 || '%'
         union all select 1 from secrets.sealed where position($1::bytea in sealed) > 0`,
        [Buffer.from(key), key],
      );
      expect(rows).toEqual([]);
      expect(await ledger.log.holds(database, Buffer.from(key))).toBe(false);
      expect(await ledger.log.holds(database, Buffer.from('A0000002'))).toBe(true);
    });

    it.each(['', 'two words', 'x'.repeat(256), '键'])('take no key like %j', async (key) => {
      const id = await sold();
      const reply = await ledger.admin.send('POST', `/v1/payments/${id}/void`, '{"reason":"x"}', {
        'content-type': 'application/json',
        'idempotency-key': Buffer.from(key).toString('latin1'),
      });
      expect([reply.status, codeOf(reply)]).toEqual([400, 'IDEMPOTENCY_KEY_INVALID']);
    });

    it('are required where money moves', async () => {
      const id = await sold();
      for (const [path, body] of [
        ['captures', { amount: 1, reason: 'x' }],
        ['refunds', { amount: 1, reason: 'x' }],
        ['void', { reason: 'x' }],
        ['instructions/ins_1/withdraw', { reason: 'x' }],
      ] as const) {
        expect(codeOf(await ledger.admin.post(`/v1/payments/${id}/${path}`, body))).toBe('IDEMPOTENCY_KEY_MISSING');
      }
    });
  });

  describe('with If-Match', () => {
    it('are carried out at that revision alone', async () => {
      const id = await sold();
      const { headers } = await ledger.admin.get(`/v1/payments/${id}?minPosition=${await position(id)}`);
      const etag = headers.get('etag') ?? '';
      expect(etag).toBe('"0"');
      const first = await refund(id, 100, { 'idempotency-key': 'match-1', 'if-match': etag });
      expect([first.status, first.headers.get('etag')]).toEqual([200, '"1"']);
      const late = await refund(id, 100, { 'idempotency-key': 'match-2', 'if-match': etag });
      expect([late.status, codeOf(late)]).toEqual([412, 'STREAM_CHANGED']);
      expect((await refund(id, 100, { 'idempotency-key': 'match-2', 'if-match': '"1"' })).status).toBe(200);
      expect(await eventsOf(id)).toHaveLength(3);
    });

    it.each(['1', '*', '"x"', '"1", "2"', '"-1"'])('take no %s', async (header) => {
      const id = await sold();
      expect(codeOf(await refund(id, 100, { 'idempotency-key': `k${header.length.toString()}`, 'if-match': header }))).toBe(
        'IF_MATCH_INVALID',
      );
    });

    it('are refused where they write several streams', async () => {
      const room = { roomId: '7300000000000000009', shopId: '4463798', name: '夜场' };
      const reply = await ledger.admin.post('/v1/merchants/shanhai/live-rooms', room, { 'if-match': '"0"' });
      expect([reply.status, codeOf(reply)]).toEqual([400, 'IF_MATCH_INVALID']);
    });

    const position = async (id: string): Promise<string> => {
      const { body } = await ledger.admin.get(`/v1/payments/${id}/events`);
      return (body as { position: string }).position;
    };
  });

  it('repeated without a key add nothing where the thing is the same', async () => {
    const body = { id: 'second', name: '二号' };
    const first = await ledger.admin.post('/v1/merchants', body);
    const again = await ledger.admin.post('/v1/merchants', body);
    expect([first.body, again.body]).toMatchObject([{ events: ['MerchantRegistered'] }, { events: [], revision: 0 }]);
    expect(codeOf(await ledger.admin.post('/v1/merchants', { ...body, name: '三号' }))).toBe('MERCHANT_DIFFERS');
  });

  it('to what is not there are answered 404 with a code', async () => {
    const reply = await refund('pay_898100012340001.A0000001.000099.000099.20260921', 1, { 'idempotency-key': 'nobody' });
    expect([reply.status, codeOf(reply)]).toEqual([404, 'PAYMENT_NOT_FOUND']);
  });
});
