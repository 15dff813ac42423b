import { runLedger, type RunningLedger } from './support/running-ledger.js';
import {
  APP,
  SHOP,
  TERMINAL,
  message,
  openShop,
  push,
  signedByTerminal,
  signedPush,
  tell,
  transaction,
} from './support/shop.js';
import { Stored, statusOfHuge } from './support/stored.js';

const PUSH = '/v1/channels/douyin/push';
const POS = '/v1/channels/pos/transactions';
const PAN = '4111111111111111';

describe('bad input', () => {
  let ledger: RunningLedger;
  let stored: Stored;
  beforeAll(async () => {
    ledger = await runLedger();
    await openShop(ledger.admin);
    stored = await Stored.in(ledger);
  });
  afterAll(async () => {
    await stored.end();
    await ledger.end();
  });

  const asAdmin = (): Record<string, string> => ({ authorization: `Bearer ${ledger.admin.key ?? ''}` });
  const paid = message(101, {
    p_id: '6900000000000000002',
    shop_id: SHOP,
    pay_type: 1,
    pay_time: 1_790_000_000,
    pay_amount: 100,
  });

  describe('at the Douyin push', () => {
    it.each([
      ['missing', {}],
      ['wrong', { ...signedPush(`[${paid}]`), 'event-sign': '0'.repeat(32) }],
      ['of another app', { ...signedPush(`[${paid}]`), 'app-id': '7000000000000000002' }],
      ['of another body', signedPush('[]')],
      ['too long', { ...signedPush(`[${paid}]`), 'event-sign': 'f'.repeat(10_000) }],
    ])('a signature that is %s is answered 401', async (_how, headers) => {
      const reply = await stored.refusedWithoutTrace(() => ledger.nobody.send('POST', PUSH, `[${paid}]`, headers), 401);
      expect(reply.text).not.toContain('6900000000000000002');
    });

    it.each(['{', '', '{"tag":"101"}', '"text"', '[{"tag":"101",}]', '[1'])(
      'a body that is no array of messages is answered 40041: %s',
      async (body) => {
        await stored.refusedWithoutTrace(() => ledger.nobody.send('POST', PUSH, body, signedPush(body)), 400, 40041);
      },
    );

    it('a body of 10 MB is answered 413', async () => {
      const body = `[${'1'.repeat(10_000_000)}]`;
      await stored.refusedWithoutTrace(() => ledger.nobody.send('POST', PUSH, body, signedPush(body)), 413, 'BODY_TOO_LARGE');
    });

    it('an unknown shop is parked and acknowledged, and its neighbours are applied', async () => {
      const stranger = message(101, {
        p_id: '6900000000000000003',
        shop_id: '999',
        pay_type: 1,
        pay_time: 1_790_000_000,
        pay_amount: 100,
      });
      const broken = '{"tag":"101","msg_id":"m-1","data":"{not json"}';
      expect((await push(ledger.nobody, stranger, broken, paid)).body).toEqual({ code: 0, msg: 'success' });
      expect((await ledger.admin.get('/v1/orders/6900000000000000002/events')).status).toBe(200);
      const { body } = await ledger.admin.get('/v1/notices?status=parked');
      const reasons = (body as { data: { reason: string; source: string }[] }).data.map(({ reason, source }) => [
        reason,
        source,
      ]);
      expect(reasons.sort()).toEqual([
        ['MESSAGE_UNREADABLE', APP.appKey],
        ['UNKNOWN_SHOP', APP.appKey],
      ]);
    });

    it('an amount that can not be is parked, never booked', async () => {
      const orders = [-1, 1.5, '"12990.5"', '9007199254740993'].map((amount, index) => {
        const data = `{"p_id":691000000000000000${String(index)},"shop_id":${SHOP},"pay_type":1,"pay_time":1790000000,"pay_amount":${String(amount)}}`;
        return JSON.stringify({ tag: '101', msg_id: `amount-${String(index)}`, data });
      });
      expect((await push(ledger.nobody, ...orders)).status).toBe(200);
      for (let index = 0; index < orders.length; index += 1) {
        expect((await ledger.admin.get(`/v1/orders/691000000000000000${String(index)}/events`)).status).toBe(404);
      }
      const { body } = await ledger.admin.get('/v1/notices?status=parked&limit=4');
      expect((body as { data: { detail: string }[] }).data.map(({ detail }) => detail)).toEqual(orders.map(() => 'pay_amount'));
    });

    it('a clock that is far off is parked', async () => {
      await push(
        ledger.nobody,
        message(101, { p_id: '6920000000000000001', shop_id: SHOP, pay_type: 1, pay_time: 4_790_000_000, pay_amount: 1 }),
      );
      const { body } = await ledger.admin.get('/v1/notices?status=parked&limit=1');
      expect(body).toMatchObject({ data: [{ reason: 'CLOCK_FAR_OFF' }] });
    });
  });

  describe('at the POS interface', () => {
    it.each([
      [
        'missing',
        (body: string) => ({ 'content-type': 'application/json', 'x-terminal': 'x', 'content-length': String(body.length) }),
      ],
      ['of another terminal', (body: string) => signedByTerminal(body, { ...TERMINAL, key: 'another-key-another-key' })],
      ['of another body', () => signedByTerminal('{}')],
      ['six minutes old', (body: string) => signedByTerminal(body, TERMINAL, Date.now() / 1_000 - 360)],
      ['six minutes early', (body: string) => signedByTerminal(body, TERMINAL, Date.now() / 1_000 + 360)],
    ])('a signature that is %s is answered 401', async (_how, headersOf) => {
      const body = JSON.stringify(transaction({}));
      await stored.refusedWithoutTrace(() => ledger.nobody.send('POST', POS, body, headersOf(body)), 401);
    });

    it.each(['-1', '1.5', '"100"', '9007199254740992', '1e3', 'null', '[1]'])(
      'an amount of %s is answered 400 with the field',
      async (amount) => {
        const body = JSON.stringify(transaction({ amount: 4242 })).replace('4242', amount);
        const reply = await stored.refusedWithoutTrace(
          () => ledger.nobody.send('POST', POS, body, signedByTerminal(body)),
          400,
          'REQUEST_INVALID',
        );
        expect((reply.body as { errors: { field: string }[] }).errors.map(({ field }) => field)).toContain('amount');
      },
    );

    it.each([
      ['a kind that is none', { kind: 'gift' }],
      ['a control character in an id', { trace_no: '00\u00001' }],
      ['a control character in a text', { note: 'a\u0007b' }],
      ['SQL in an id', { batch_no: "1'; drop table log.events; --" }],
      ['a path in an id', { terminal_no: '../../etc/passwd' }],
      ['a time without a zone', { occurred_at: '2026-09-21T10:13:20' }],
      ['the 30th of February', { occurred_at: '2026-02-30T10:13:20+08:00' }],
      ['a card number that is not masked', { card: '6222021234567890' }],
    ])('%s is refused', async (_what, fields) => {
      const reply = await stored
        .refusedWithoutTrace(() => tell(ledger.nobody, transaction(fields)), 400, 'REQUEST_INVALID')
        .catch(() => stored.refusedWithoutTrace(() => tell(ledger.nobody, transaction(fields)), 403, 'TERMINAL_MISMATCH'));
      expect(reply.text).not.toMatch(/passwd|drop table|6222021234567890/);
    });

    it.each([
      ['{', 'JSON_MALFORMED'],
      ['', 'JSON_MALFORMED'],
      ['kind=purchase', 'JSON_MALFORMED'],
      ['[]', 'JSON_NOT_OBJECT'],
      ['1', 'JSON_NOT_OBJECT'],
      ['"purchase"', 'JSON_NOT_OBJECT'],
      ['null', 'JSON_NOT_OBJECT'],
    ])('a body that is no transaction is answered 400: %s', async (body, code) => {
      await stored.refusedWithoutTrace(() => ledger.nobody.send('POST', POS, body, signedByTerminal(body)), 400, code);
    });

    it('a key that is there twice is refused: which value counts is not for us to say', async () => {
      const twice = JSON.stringify(transaction({ amount: 100 })).replace('"amount":100', '"amount":100,"amount":999');
      const reply = await stored.refusedWithoutTrace(
        () => ledger.nobody.send('POST', POS, twice, signedByTerminal(twice)),
        400,
        'JSON_KEY_REPEATED',
      );
      expect((reply.body as { errors: unknown }).errors).toEqual([
        { field: 'amount', says: 'is there twice with different values' },
      ]);
      const headers = { ...signedByTerminal(twice), 'content-type': 'application/x-ndjson' };
      const { text } = await ledger.nobody.send('POST', POS, twice, headers);
      expect(JSON.parse(text)).toMatchObject({ line: 1, status: 'refused', code: 'JSON_KEY_REPEATED' });
    });

    it('a card number in a text is answered 422 and is nowhere', async () => {
      const reply = await stored.refusedWithoutTrace(
        () => tell(ledger.nobody, transaction({ note: `card ${PAN}` })),
        422,
        'CARD_NUMBER_IN_TEXT',
      );
      expect(reply.text).not.toContain(PAN);
      const spaced = PAN.replace(/(\d{4})(?=\d)/g, '$1 ');
      await stored.refusedWithoutTrace(() => tell(ledger.nobody, transaction({ reason: spaced })), 422, 'CARD_NUMBER_IN_TEXT');
    });

    it('track and PIN are taken out before anything is kept', async () => {
      const sale = transaction({ track2: `${PAN}=2512`, pin_block: '0123456789ABCDEF', f55: '9F2608', emv_data: '5A08' });
      const { body } = await tell(ledger.nobody, sale);
      expect(body).toMatchObject({ status: 'applied' });
      const notice = await ledger.admin.get(`/v1/notices/${(body as { notice_id: string }).notice_id}`);
      expect(notice.body).toMatchObject({ sanitised: true });
      expect(notice.text).not.toMatch(new RegExp(`${PAN}|0123456789ABCDEF|9F2608|5A08`));
      const { rows } = await stored.database.query(`select 1 from inbox.notices where position($1::bytea in raw) > 0`, [
        Buffer.from(PAN),
      ]);
      expect(rows).toEqual([]);
    });

    it('an unknown terminal is parked and acknowledged when a gateway brings it', async () => {
      const gateway = await ledger.as('ingest');
      const { status, body } = await gateway.post(POS, transaction({ terminal_no: 'B0000009' }));
      expect([status, body]).toMatchObject([202, { status: 'parked', code: 'UNKNOWN_TERMINAL' }]);
    });

    it('a terminal may not speak for another', async () => {
      await stored.refusedWithoutTrace(
        () => tell(ledger.nobody, transaction({ terminal_no: 'B0000001' })),
        403,
        'TERMINAL_MISMATCH',
      );
    });

    it('a bad line does not harm its neighbours', async () => {
      const lines = [
        JSON.stringify(transaction({})),
        '{"kind":',
        JSON.stringify(transaction({ amount: -5 })),
        '',
        JSON.stringify(transaction({ note: PAN })),
        JSON.stringify(transaction({})),
      ].join('\n');
      const { status, text } = await ledger.nobody.send('POST', POS, lines, {
        ...signedByTerminal(lines),
        'content-type': 'application/x-ndjson',
      });
      const results = text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { line: number; status: string; code?: string });
      expect(status).toBe(200);
      expect(results.map(({ line, status: what, code }) => [line, what, code])).toEqual([
        [1, 'applied', undefined],
        [2, 'refused', 'JSON_MALFORMED'],
        [3, 'refused', 'REQUEST_INVALID'],
        [5, 'refused', 'CARD_NUMBER_IN_TEXT'],
        [6, 'applied', undefined],
      ]);
    });

    it('a single transaction of 10 MB is answered 413, a batch that is too large too', async () => {
      const body = JSON.stringify(transaction({ note: 'x'.repeat(10_000_000) }));
      await stored.refusedWithoutTrace(
        () => ledger.nobody.send('POST', POS, body, signedByTerminal(body)),
        413,
        'BODY_TOO_LARGE',
      );
      expect(
        await statusOfHuge(`${ledger.url}${POS}`, {
          ...asAdmin(),
          'content-type': 'application/x-ndjson',
          'content-length': '100000000',
        }),
      ).toBe(413);
    });
  });
});
