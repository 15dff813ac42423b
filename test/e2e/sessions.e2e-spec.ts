import { Caller } from './support/caller.js';
import { runLedger, type RunningLedger } from './support/running-ledger.js';

describe('a session of the console', () => {
  let ledger: RunningLedger;
  beforeAll(async () => {
    ledger = await runLedger({ HEZHANG_ENVIRONMENT: 'staging' });
  });
  afterAll(() => ledger.end());

  const signIn = async (key = ''): Promise<string> => {
    const { status, headers } = await ledger.nobody.post('/session', { key });
    expect(status).toBe(204);
    const cookie = headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^hezhang=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    return cookie.split(';')[0] ?? '';
  };
  const whoAmI = async (cookie: string): Promise<{ role: string; may: string[]; csrf: string; environment: string }> =>
    (await ledger.nobody.get('/session', { cookie })).body as never;

  it('stands for its key, and says who that is', async () => {
    const cookie = await signIn((await ledger.as('auditor')).key);
    expect(await whoAmI(cookie)).toMatchObject({
      role: 'auditor',
      may: ['read', 'persons', 'history', 'notices', 'inspect'],
      environment: 'staging',
    });
    expect((await ledger.nobody.get('/v1/orders', { cookie })).status).toBe(200);
    const reader = await signIn((await ledger.as('reader')).key);
    expect((await ledger.nobody.get('/v1/keys', { cookie: reader })).status).toBe(403);
  });

  it('changes something only with the proof that a page of ours asks', async () => {
    const cookie = await signIn(ledger.admin.key);
    const { csrf } = await whoAmI(cookie);
    const issue = async (headers: Readonly<Record<string, string>>): Promise<number> =>
      (await ledger.nobody.post('/v1/keys', { name: 'x', role: 'reader' }, { cookie, ...headers })).status;
    expect(await issue({})).toBe(403);
    expect(await issue({ 'x-hezhang-csrf': 'made-up' })).toBe(403);
    expect(await issue({ 'x-hezhang-csrf': csrf, origin: 'https://elsewhere.example' })).toBe(403);
    expect(await issue({ 'x-hezhang-csrf': csrf, 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await issue({ 'x-hezhang-csrf': csrf })).toBe(201);
  });

  it('ends with its key, and when somebody signs out', async () => {
    const { body } = await ledger.admin.post('/v1/keys', { name: 'x', role: 'reader' });
    const { id, key } = body as { id: string; key: string };
    const [revoked, left] = [await signIn(key), await signIn(ledger.admin.key)];
    await ledger.admin.delete(`/v1/keys/${id}`);
    expect((await ledger.nobody.get('/v1/orders', { cookie: revoked })).status).toBe(401);
    const { csrf } = await whoAmI(left);
    const out = await ledger.nobody.send('DELETE', '/session', undefined, { cookie: left, 'x-hezhang-csrf': csrf });
    expect([out.status, out.body]).toEqual([200, { next: null }]);
    expect(out.headers.getSetCookie()).toEqual([expect.stringContaining('Max-Age=0')]);
    expect((await ledger.nobody.get('/v1/orders', { cookie: left })).status).toBe(401);
  });

  it('follows the feed, from the event that was seen last', async () => {
    const cookie = await signIn(ledger.admin.key);
    const { csrf } = await whoAmI(cookie);
    await ledger.nobody.post('/v1/merchants', { id: 'm-1', name: '商户' }, { cookie, 'x-hezhang-csrf': csrf });
    await ledger.nobody.post('/v1/merchants/m-1/stores', { id: 's-1', name: '门店' }, { cookie, 'x-hezhang-csrf': csrf });
    const { body } = await ledger.admin.get('/v1/events');
    const [first, second] = (body as { data: { position: string }[] }).data;
    const gone = new AbortController();
    const headers = { cookie, 'last-event-id': first?.position ?? '' };
    const response = await fetch(`${ledger.url}/v1/events/stream`, { headers, signal: gone.signal });
    let heard = '';
    for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      heard += piece;
      if (heard.includes('id: ')) break;
    }
    gone.abort();
    expect(/id: (\d+)/.exec(heard)?.[1]).toBe(second?.position);
  });

  it('is not for guessing', async () => {
    const statuses: number[] = [];
    for (let tried = 0; tried < 12; tried += 1)
      statuses.push((await new Caller(ledger.url).post('/session', { key: `hz_guess-${String(tried)}` })).status);
    expect([statuses.slice(0, 10), statuses.slice(10)]).toEqual([Array(10).fill(401), [429, 429]]);
  });
});
