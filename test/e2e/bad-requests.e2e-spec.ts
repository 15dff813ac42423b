import { connect } from 'node:net';
import type { Reply } from './support/reply.js';
import { runLedger, type RunningLedger } from './support/running-ledger.js';
import { openShop, paymentIdOf, transaction } from './support/shop.js';
import { Stored, codeOf, statusOfHuge } from './support/stored.js';

const PAN = '4111111111111111';

/** What comes back on a bare connection until it closes. */
function spoken(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let heard = '';
    const socket = connect(Number(port), hostname, () => socket.write(text));
    socket.on('data', (piece) => (heard += piece.toString()));
    socket.once('close', () => resolve(heard)).once('error', reject);
  });
}

describe('a bad request', () => {
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

  describe('at the commands', () => {
    const refund = (body: string | object, key = `k-${String(Math.random())}`): Promise<Reply> =>
      ledger.admin.send(
        'POST',
        `/v1/payments/${paymentIdOf(transaction({}))}/refunds`,
        typeof body === 'string' ? body : JSON.stringify(body),
        {
          'content-type': 'application/json',
          'idempotency-key': key,
        },
      );

    it.each(['-1', '0', '1.5', '1.0', '"1"', '9007199254740992', '1e2', 'true'])(
      'an amount of %s is answered 400',
      async (amount) => {
        await stored.refusedWithoutTrace(() => refund(`{"amount":${amount},"reason":"x"}`), 400, 'REQUEST_INVALID');
      },
    );

    it.each([
      ['', 'BODY_EMPTY'],
      ['{', 'JSON_MALFORMED'],
      ['[]', 'REQUEST_INVALID'],
      ['{"amount":1}', 'REQUEST_INVALID'],
      ['{"amount":1,"reason":"x","extra":1}', 'REQUEST_INVALID'],
      ['{"amount":1,"reason":"a\\u0000b"}', 'REQUEST_INVALID'],
      [`{"amount":1,"reason":"${PAN}"}`, 'CARD_NUMBER_IN_TEXT'],
      [`{"amount":1,"reason":"x","deep":${'['.repeat(200_000)}${']'.repeat(200_000)}}`, 'REQUEST_INVALID'],
    ])('the body in row %# is answered as it deserves', async (body, code) => {
      await stored.refusedWithoutTrace(() => refund(body), code === 'CARD_NUMBER_IN_TEXT' ? 422 : 400, code);
    });

    it('bytes that are not UTF-8 are answered 400', async () => {
      const body = Buffer.concat([Buffer.from('{"amount":1,"reason":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]);
      const headers = { 'content-type': 'application/json', 'idempotency-key': 'k-utf8' };
      await stored.refusedWithoutTrace(
        () => ledger.admin.send('POST', '/v1/payments/pay_1.2/refunds', body, headers),
        400,
        'JSON_MALFORMED',
      );
    });

    it('a body of 10 MB is answered 413, another content type 415', async () => {
      await stored.refusedWithoutTrace(() => refund({ amount: 1, reason: 'x'.repeat(10_000_000) }), 413, 'BODY_TOO_LARGE');
      const headers = { 'content-type': 'text/xml', 'idempotency-key': 'k-xml' };
      await stored.refusedWithoutTrace(
        () => ledger.admin.send('POST', '/v1/payments/pay_1.2/refunds', '<a/>', headers),
        415,
        'MEDIA_TYPE_UNSUPPORTED',
      );
    });

    it('nobody sends 10 MB without a key', async () => {
      expect(
        await statusOfHuge(`${ledger.url}/v1/merchants`, { 'content-type': 'application/json', 'content-length': '10000000' }),
      ).toBe(401);
    });
  });

  describe('with another method', () => {
    it.each([
      ['PUT', '/v1/orders', 'GET, HEAD'],
      ['POST', '/v1/orders/123/events?limit=1', 'GET, HEAD'],
      ['GET', '/v1/channels/douyin/push', 'POST'],
      ['DELETE', '/v1/merchants', 'GET, HEAD, POST'],
      ['OPTIONS', '/health/live', 'GET, HEAD'],
      ['PROPFIND', '/v1/trial-balance', 'GET, HEAD'],
    ])('%s %s is answered 405 with what is allowed', async (method, path, allow) => {
      for (const caller of [ledger.admin, ledger.nobody]) {
        const reply = await caller.send(method, path);
        expect([reply.status, codeOf(reply), reply.headers.get('allow')]).toEqual([405, 'METHOD_NOT_ALLOWED', allow]);
      }
    });

    it.each([
      ['a method that nobody knows', 'FOO /v1/orders HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'REQUEST_UNREADABLE'],
      ['no HTTP', '\u0016\u0003\u0001', 400, 'REQUEST_UNREADABLE'],
      ['headers without end', `GET / HTTP/1.1\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`, 431, 'HEADERS_TOO_LARGE'],
    ])('%s is answered with a problem document', async (_what, request, status, code) => {
      const [head = '', body = ''] = (await spoken(ledger.url, request)).split('\r\n\r\n');
      expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${String(status)} `));
      expect(head).toContain('Content-Type: application/problem+json');
      expect(JSON.parse(body)).toMatchObject({ type: `urn:hezhang:problem:${code}`, status, code });
    });
  });

  describe('in addresses', () => {
    it.each([
      '/v1/orders/%00',
      "/v1/orders/1'%20or%201=1",
      '/v1/orders/..%2f..%2fetc',
      '/v1/payments/pay_%0d%0aX-A:1',
      '/v1/balances/assets:bank%27;--',
      '/v1/orders?limit=0',
      '/v1/orders?limit=1000000',
      '/v1/orders?status=gone',
      '/v1/orders?status=paid&status=held',
      '/v1/orders?unknown=1',
      '/v1/orders?minPosition=%00',
      '/v1/reports/daily?from=2026-02-30&to=2026-03-01',
      '/v1/reports/daily?from=2026-03-02&to=2026-03-01',
      '/v1/reports/daily?from=2026-03-01&to=2026-03-01&by=password',
      '/v1/trial-balance?known=yesterday',
      '/v1/trial-balance?effective=2026-03-01T00:00:00Z',
      '/v1/notices/ntc_1',
    ])('%s is answered 400', async (path) => {
      const reply = await ledger.admin.get(path);
      expect([reply.status, codeOf(reply)]).toEqual([400, 'REQUEST_INVALID']);
    });

    it.each([
      '/v1/orders?cursor=bm9uZQ',
      '/v1/balances?cursor=bm9uZQ',
      '/v1/orders/1/events?cursor=WyI5Il0',
      '/v1/orders?cursor=____',
      '/v1/notices?cursor=WyJ4Il0',
    ])('%s is no cursor of ours', async (path) => {
      expect(codeOf(await ledger.admin.get(path))).toBe('CURSOR_INVALID');
    });

    it('what can not be decoded, what is too long and what is not there has a code of its own', async () => {
      expect(codeOf(await ledger.admin.get('/v1/orders/%ZZ'))).toBe('URL_INVALID');
      expect(codeOf(await ledger.admin.get(`/v1/orders/${'1'.repeat(300)}`))).toBe('URL_TOO_LONG');
      expect(codeOf(await ledger.admin.get('/v2/orders'))).toBe('ROUTE_UNKNOWN');
      expect(codeOf(await ledger.admin.get('/v1/orders/123'))).toBe('NOT_FOUND');
    });
  });
});
