import { execute } from '#postgres/testing';
import { decodeConfig } from '../../apps/server/src/config.js';
import { startServer } from '../../apps/server/src/start.js';
import { Caller } from './support/caller.js';
import { OidcProvider, freePort } from './support/oidc-provider.js';
import type { Reply } from './support/reply.js';
import { MERCHANT, openShop, tell, transaction } from './support/shop.js';
import { Browser, CLIENT, settingsOf, shopOf, signIn, signOut, whoIs, type Identity, type Shop } from './support/oidc-shop.js';

type Act = (path: string, body: object) => Promise<Reply>;

async function signedIn(shop: Shop): Promise<Browser> {
  const browser = new Browser();
  await signIn(shop, browser);
  return browser;
}

/** Sends commands as the console does: with the session and its proof. */
async function acting(shop: Shop, browser: Browser): Promise<Act> {
  const { csrf } = (await whoIs(shop, browser)) as Identity;
  const cookie = `hezhang=${browser.cookies.get('hezhang') ?? ''}`;
  return (path, body) => shop.ledger.nobody.post(path, body, { cookie, 'x-hezhang-csrf': csrf });
}

describe('a sign-in by OIDC', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await shopOf(await OidcProvider.listening(CLIENT));
  });
  afterEach(() => {
    shop.provider.mischief = {};
    shop.provider.person = { sub: 'wang', name: '王芳', groups: ['finance'] };
  });
  afterAll(async () => {
    await shop.ledger.end();
    await shop.provider.stop();
  });

  it('is offered by name', async () => {
    expect((await shop.ledger.nobody.get('/session/methods')).body).toEqual({ oidc: { label: '企业账号' } });
  });

  it('asks with state, nonce and PKCE, and keeps what it needs in a cookie of its own', async () => {
    const browser = new Browser();
    const { status, to } = await browser.go(`${shop.base}/session/oidc?returnTo=/orders`);
    const url = new URL(to);
    expect([status, url.origin]).toEqual([303, shop.provider.issuer]);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: CLIENT,
      redirect_uri: `${shop.base}/session/oidc/callback`,
      scope: 'openid profile',
      state: expect.stringMatching(/^[\w-]{43}$/) as string,
      nonce: expect.stringMatching(/^[\w-]{43}$/) as string,
      code_challenge: expect.stringMatching(/^[\w-]{43}$/) as string,
      code_challenge_method: 'S256',
    });
    expect(browser.set).toEqual([expect.stringMatching(/^hezhang-oidc=[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600$/)]);
  });

  it('ends at the page that was asked for, in a session of that person', async () => {
    const browser = new Browser();
    expect(await signIn(shop, browser)).toBe('/orders?id=1');
    expect(browser.set.at(-1)).toMatch(/^hezhang=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect([...browser.cookies.keys()]).toEqual(['hezhang']);
    expect(await whoIs(shop, browser)).toMatchObject({
      actor: expect.stringMatching(/^user:user_[0-9a-f]{32}$/) as string,
      name: '王芳',
      role: 'auditor',
    });
    expect((await browser.go(`${shop.base}/v1/keys`)).status).toBe(200);
  });

  it.each(['https://elsewhere.example', '//elsewhere.example', '/\\elsewhere.example', '/.//elsewhere.example'])(
    'leads nowhere else: %s',
    async (returnTo) => {
      expect(await signIn(shop, new Browser(), returnTo)).toBe('/');
    },
  );

  it('knows a person again in another session, and keeps the role of the sign-in', async () => {
    const [first, second, other] = [new Browser(), new Browser(), new Browser()];
    await signIn(shop, first);
    shop.provider.person = { sub: 'wang', name: '王芳芳', groups: ['cashiers'] };
    await signIn(shop, second);
    shop.provider.person = { sub: 'li', groups: ['cashiers'] };
    await signIn(shop, other);
    const [before, after, stranger] = await Promise.all([first, second, other].map((browser) => whoIs(shop, browser)));
    expect([before, after]).toMatchObject([{ role: 'auditor' }, { role: 'ops', name: '王芳芳' }]);
    expect((before as Identity).actor).toBe((after as Identity).actor);
    expect((stranger as Identity).actor).not.toBe((before as Identity).actor);
  });

  it('takes the first role of the setting where a person has several', async () => {
    shop.provider.person = { sub: 'zhao', groups: ['owners', 'cashiers'] };
    const browser = new Browser();
    await signIn(shop, browser);
    expect(await whoIs(shop, browser)).toMatchObject({ role: 'ops' });
  });

  it('puts a person in events by the id alone, whose name is told beside the log', async () => {
    shop.provider.person = { sub: 'zhao@shop.example', name: '赵敏', groups: ['owners'] };
    const browser = new Browser();
    await signIn(shop, browser);
    const { csrf, actor } = (await whoIs(shop, browser)) as Identity;
    const cookie = `hezhang=${browser.cookies.get('hezhang') ?? ''}`;
    const headers = { cookie, 'x-hezhang-csrf': csrf };
    expect((await shop.ledger.nobody.post('/v1/merchants', { id: 'tea', name: '茶铺' }, headers)).status).toBe(200);
    // Looking back is written down too.
    expect((await shop.ledger.nobody.get('/v1/trial-balance?known=2026-09-21', { cookie })).status).toBe(200);
    const { text } = await shop.ledger.admin.get('/v1/events?limit=500');
    expect(text).toContain(`"actor":"${actor}"`);
    for (const personal of ['赵敏', 'zhao']) expect(text).not.toContain(personal);
    const people = await shop.ledger.admin.data<{ actor: string; name: string; role: string }[]>('/v1/people');
    expect(people.find((one) => one.actor === actor)).toMatchObject({ name: '赵敏', role: 'admin' });
  });

  it('is one person in all sessions, where another has to approve', async () => {
    const month = `/v1/merchants/${MERCHANT}/periods/2026-09`;
    await openShop(shop.ledger.admin);
    const { position } = (await tell(shop.ledger.nobody, transaction({ amount: 100 }))).body as { position: string };
    const ops = async (sub: string): Promise<Act> => {
      shop.provider.person = { sub, groups: ['cashiers'] };
      return acting(shop, await signedIn(shop));
    };
    const [once, again, other] = [await ops('wang'), await ops('wang'), await ops('li')];
    await shop.ledger.admin.data(`/v1/periods?merchant=${MERCHANT}&minPosition=${position}`);
    const proposed = await once(`${month}/close`, { reason: 'all is matched' });
    expect([proposed.status, proposed.text]).toEqual([200, expect.any(String)]);
    const at = (proposed.body as { position: string }).position;
    const { proposal } = await shop.ledger.admin.data<{ proposal: { digest: string } }>(`${month}?minPosition=${at}`);
    const approve = async (act: Act): Promise<unknown> => (await act(`${month}/approve`, { digest: proposal.digest })).body;
    expect(await approve(again)).toMatchObject({ status: 403, code: 'OWN_PROPOSAL' });
    expect(await approve(other)).toMatchObject({ events: ['PeriodClosed'] });
  });

  it('is over for the session that signs out, and needs the proof for that', async () => {
    const browser = new Browser();
    await signIn(shop, browser);
    const { csrf } = (await whoIs(shop, browser)) as Identity;
    const cookie = `hezhang=${browser.cookies.get('hezhang') ?? ''}`;
    expect((await shop.ledger.nobody.send('DELETE', '/session', undefined, { cookie })).status).toBe(403);
    await shop.ledger.nobody.send('DELETE', '/session', undefined, { cookie, 'x-hezhang-csrf': csrf });
    expect(await whoIs(shop, browser)).toBe(401);
    expect(shop.provider.left).toEqual([]);
  });

  it('is over at the provider too, which sends the browser back', async () => {
    const browser = new Browser();
    await signIn(shop, browser);
    const next = await signOut(shop, browser);
    expect(await whoIs(shop, browser)).toBe(401);
    const url = new URL(next ?? '');
    expect(url.origin + url.pathname).toBe(`${shop.provider.issuer}/logout`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: CLIENT,
      logout_hint: 'wang',
      post_logout_redirect_uri: `${shop.base}/session/oidc/signed-out`,
      state: expect.stringMatching(/^[\w-]{43}$/) as string,
    });
    expect(browser.set.at(-1)).toMatch(/^hezhang-oidc-out=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600$/);
    const { to } = await browser.go(url.href);
    expect(shop.provider.left).toHaveLength(1);
    // Sent to somebody else, the address says nothing.
    expect((await new Browser().go(to)).to).toBe('/');
    expect((await browser.go(to.replace(/state=[^&]*/, 'state=made-up'))).to).toBe('/');
    expect((await browser.go(to)).to).toBe('/?signIn=SIGNED_OUT');
    expect([...browser.cookies.keys()]).toEqual([]);
    expect((await browser.go(to)).to).toBe('/');
  });

  it('of whom the provider before this one vouched for ends here alone', async () => {
    shop.provider.person = { sub: 'sun', groups: ['finance'] };
    const browser = await signedIn(shop);
    await execute(shop.ledger.databaseUrl, `update access.people set issuer = 'https://before.example' where subject = 'sun'`);
    expect(await signOut(shop, browser)).toBeNull();
    expect(await whoIs(shop, browser)).toBe(401);
  });

  it('of a key ends here alone', async () => {
    const browser = new Browser();
    const { headers } = await shop.ledger.nobody.post('/session', { key: shop.ledger.admin.key });
    browser.cookies.set('hezhang', /^hezhang=([^;]*)/.exec(headers.get('set-cookie') ?? '')?.[1] ?? '');
    expect(await signOut(shop, browser)).toBeNull();
    expect(await whoIs(shop, browser)).toBe(401);
  });

  it('takes an answer only in the browser that asked, with the state that it asked with', async () => {
    const [asking, other] = [new Browser(), new Browser()];
    const out = await asking.go(`${shop.base}/session/oidc`);
    const { to } = await asking.go(out.to);
    expect((await other.go(to)).to).toBe('/?signIn=OIDC_EXPIRED');
    await other.go(`${shop.base}/session/oidc`);
    expect((await other.go(to)).to).toBe('/?signIn=OIDC_EXPIRED');
    const forged = new URL(to);
    forged.searchParams.set('state', 'made-up');
    expect((await asking.go(forged.href)).to).toBe('/?signIn=OIDC_EXPIRED');
    expect([await whoIs(shop, asking), await whoIs(shop, other)]).toEqual([401, 401]);
    expect((await asking.go(to)).to).toBe('/');
    expect(await whoIs(shop, asking)).toMatchObject({ role: 'auditor' });
  });

  it('takes an answer once, whoever kept it and whatever the provider would say', async () => {
    const browser = new Browser();
    const out = await browser.go(`${shop.base}/session/oidc`);
    const kept = new Browser();
    for (const [name, value] of browser.cookies) kept.cookies.set(name, value);
    const { to } = await browser.go(out.to);
    expect((await browser.go(to)).to).toBe('/');
    const asked = shop.provider.asked.length;
    expect((await kept.go(to)).to).toBe('/?signIn=OIDC_EXPIRED');
    expect([await whoIs(shop, kept), shop.provider.asked.length]).toEqual([401, asked]);
  });

  it('may end at another server of the ledger than where it began', async () => {
    const { databaseUrl: DATABASE_URL, dataFolder: HEZHANG_DATA } = shop.ledger;
    const other = await startServer(
      decodeConfig({
        ...settingsOf(shop),
        PORT: '0',
        DATABASE_URL,
        HEZHANG_DATA,
        HEZHANG_PROJECTOR: 'off',
        HEZHANG_LOG: 'silent',
      }),
    );
    try {
      const browser = new Browser();
      const out = await browser.go(`${shop.base}/session/oidc?returnTo=/orders`);
      const back = new URL((await browser.go(out.to)).to);
      expect((await browser.go(`${other.url}${back.pathname}${back.search}`)).to).toBe('/orders');
      expect(await whoIs(shop, browser)).toMatchObject({ role: 'auditor' });
    } finally {
      await other.stop();
    }
  });
});

describe('a provider', () => {
  it('that is away keeps no ledger from starting; people are told, and let in as soon as it is back, and out', async () => {
    const provider = new OidcProvider(`http://127.0.0.1:${String(await freePort())}`, CLIENT);
    provider.signsOut = false;
    const shop = await shopOf(provider);
    try {
      const browser = new Browser();
      const { status, to } = await browser.go(`${shop.base}/session/oidc?returnTo=/orders`);
      expect([status, to, [...browser.cookies.keys()]]).toEqual([303, '/orders?signIn=OIDC_UNREACHABLE', []]);
      await provider.start();
      expect(await signIn(shop, browser)).toBe('/orders?id=1');
      await provider.stop();
      // A session does not ask it again.
      expect(await whoIs(shop, browser)).toMatchObject({ role: 'auditor' });
      expect(await signOut(shop, browser)).toBeNull();
      expect(await whoIs(shop, browser)).toBe(401);
    } finally {
      await shop.ledger.end();
    }
  });

  it('that is not set is not offered, and sessions that it gave are over', async () => {
    const provider = await OidcProvider.listening(CLIENT);
    const shop = await shopOf(provider);
    const { databaseUrl: DATABASE_URL, dataFolder: HEZHANG_DATA } = shop.ledger;
    const browser = new Browser();
    await signIn(shop, browser);
    await shop.ledger.stop();
    const without = await startServer(decodeConfig({ PORT: '0', DATABASE_URL, HEZHANG_DATA, HEZHANG_LOG: 'silent' }));
    try {
      const caller = new Caller(without.url);
      expect((await caller.get('/session/methods')).body).toEqual({ oidc: null });
      for (const path of ['/session/oidc', '/session/oidc/callback?code=x&state=y', '/session/oidc/signed-out?state=y'])
        expect((await caller.get(path)).status).toBe(404);
      const cookie = `hezhang=${browser.cookies.get('hezhang') ?? ''}`;
      expect((await caller.get('/session', { cookie })).status).toBe(401);
    } finally {
      await without.stop();
      await shop.ledger.end();
      await provider.stop();
    }
  });
});
