import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { EVENT_SIGN, signTerminalBody } from '#channels';
import type { Instant } from '#kernel';
import { ownUrlOf } from '../http/own-url.js';
import { Prober } from './prober.js';

const NOW = '2026-09-21T04:00:00.000Z' as Instant;

describe('a probe', () => {
  let server: Server;
  let answer: readonly [number, string];
  let seen: { request: IncomingMessage; body: string } | undefined;
  let prober: Prober;
  beforeAll(async () => {
    server = createServer((request, response) => void reply(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    prober = new Prober(ownUrlOf(server.address()));
  });
  afterAll(() => server.close());

  async function reply(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    seen = { request, body };
    const [status, text] = answer;
    response.writeHead(status).end(text);
  }

  it('of an app is a push that it signs', async () => {
    answer = [200, '{"code":0,"msg":"success"}'];
    expect(await prober.push('700', 'secret')).toEqual({ outcome: 'verified', status: 200, code: '0' });
    expect([seen?.request.method, seen?.request.url]).toEqual(['POST', '/v1/channels/douyin/push']);
    const sign = EVENT_SIGN.sign({ appKey: '700', appSecret: 'secret' }, Buffer.from(seen?.body ?? ''));
    expect(seen?.request.headers).toMatchObject({ 'app-id': '700', 'event-sign': sign });
    expect(JSON.parse(seen?.body ?? '')).toMatchObject([{ tag: '0' }]);
  });

  it('of a terminal asks for what is to be paid', async () => {
    answer = [401, '{"code":"SIGNATURE_INVALID"}'];
    expect(await prober.terminal('8981/A1', 'key', NOW)).toEqual({
      outcome: 'refused',
      status: 401,
      code: 'SIGNATURE_INVALID',
    });
    const path = '/v1/terminals/8981/A1/payment-requests';
    expect([seen?.request.method, seen?.request.url]).toEqual(['GET', path]);
    const timestamp = String(Date.parse(NOW) / 1_000);
    expect(seen?.request.headers).toMatchObject({
      'x-terminal': '8981/A1',
      'x-timestamp': timestamp,
      'x-signature': signTerminalBody('key', timestamp, Buffer.from(`GET ${path}\n`)).toString('hex'),
    });
  });

  it('of an account comes in by the door of its kind', async () => {
    answer = [401, '{"err_no":40101,"err_tips":"验签失败"}'];
    const secrets = { 'mini-app': '{"token":"t","salt":"s"}', 'douyin-life': 's', shouqianba: 's', allinpay: 's' } as const;
    const seenAt = [];
    for (const [kind, secret] of Object.entries(secrets) as [keyof typeof secrets, string][]) {
      expect(await prober.account({ kind, accountId: 'a1', secret }, NOW)).toEqual({
        outcome: 'refused',
        status: 401,
        code: '40101',
      });
      seenAt.push(seen?.request.url);
    }
    expect(seenAt).toEqual(
      ['miniapp/ecpay', 'douyin/life', 'acquirers/shouqianba', 'acquirers/allinpay'].map((door) => `/v1/channels/${door}`),
    );
    expect(await prober.account({ kind: 'lakala', accountId: 'a1', secret: 's' }, NOW)).toBeUndefined();
  });

  it.each([
    [503, 'not even JSON', null],
    [500, '{"code":{}}', null],
    [404, 'null', null],
  ])('answered %i %s failed', async (status, text, code) => {
    answer = [status, text];
    expect(await prober.push('700', 'secret')).toEqual({ outcome: 'failed', status, code });
  });

  it('that nobody answers failed', async () => {
    const gone = createServer();
    await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
    const url = ownUrlOf(gone.address());
    await new Promise((resolve) => gone.close(resolve));
    expect(await new Prober(url).push('700', 'secret')).toEqual({ outcome: 'failed', status: null, code: null });
  });
});
