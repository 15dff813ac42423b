import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OidcProvider, type Mischief } from './support/oidc-provider.js';
import { Browser, CLIENT, shopOf, signIn, whoIs, type Shop } from './support/oidc-shop.js';

const HOUR_AGO = Math.floor(Date.now() / 1000) - 3_600;

/** What a token says wrongly. Fewer than tries are allowed in a minute. */
const TOKENS: Readonly<Record<string, Mischief>> = {
  'another nonce': { claims: { nonce: 'made-up' } },
  'no nonce': { claims: { nonce: undefined } },
  'another audience': { claims: { aud: 'somebody-else' } },
  'another issuer': { claims: { iss: 'https://elsewhere.example' } },
  'a token that has expired': { claims: { iat: HOUR_AGO, exp: HOUR_AGO + 300 } },
  'a token without an end': { claims: { exp: undefined } },
  'a token of later': { claims: { nbf: HOUR_AGO + 7_200 } },
  'no token': { answer: { id_token: undefined } },
};

/** What does not prove that the provider said it. */
const SIGNATURES: Readonly<Record<string, Mischief>> = {
  'alg none': { header: { alg: 'none' }, signature: 'none' },
  'no signature': { signature: 'none' },
  'the signature of another key': { signature: 'foreign key' },
  'the signature of other bytes': { signature: 'of other bytes' },
  'an unknown key': { header: { kid: 'key-2' } },
  'another algorithm': { header: { alg: 'RS256' } },
  'an algorithm of shared keys': { header: { alg: 'HS256' } },
};

const OTHERS: Readonly<Record<string, [Mischief, string]>> = {
  'a person without a role': [{ claims: { groups: ['warehouse'] } }, 'OIDC_NO_ROLE'],
  'a person without groups': [{ claims: { groups: undefined } }, 'OIDC_NO_ROLE'],
  'a person who said no': [{ error: 'access_denied' }, 'OIDC_CANCELLED'],
  'a provider in trouble': [{ error: 'temporarily_unavailable' }, 'OIDC_UNREACHABLE'],
  'a token endpoint in trouble': [{ status: 503 }, 'OIDC_UNREACHABLE'],
};

async function refusedWith(shop: Shop, mischief: Mischief, code: string): Promise<void> {
  shop.provider.mischief = mischief;
  const browser = new Browser();
  expect(await signIn(shop, browser)).toBe(`/orders?id=1&signIn=${code}`);
  expect([...browser.cookies.keys()]).toEqual([]);
  expect(await whoIs(shop, browser)).toBe(401);
}

describe('a sign-in by OIDC', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await shopOf(await OidcProvider.listening(CLIENT));
  });
  afterAll(async () => {
    await shop.ledger.end();
    await shop.provider.stop();
  });

  it.each(Object.entries(TOKENS))('is refused with %s', (_what, mischief) => refusedWith(shop, mischief, 'OIDC_REFUSED'));
  it.each(Object.entries(OTHERS))('ends without a session for %s', (_what, [mischief, code]) =>
    refusedWith(shop, mischief, code),
  );
});

describe('a sign-in by OIDC of a confidential client, with keys on curves', () => {
  const secret = 'a secret/with:signs';
  let shop: Shop;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hezhang-oidc-'));
    await writeFile(join(folder, 'secret'), `${secret}\n`);
    const provider = await OidcProvider.listening(CLIENT, { algorithm: 'ES256' });
    shop = await shopOf(provider, { HEZHANG_OIDC_SECRET_FILE: join(folder, 'secret'), HEZHANG_OIDC_CLOCK_S: '0' });
  });
  afterEach(() => {
    shop.provider.mischief = {};
  });
  afterAll(async () => {
    await shop.ledger.end();
    await shop.provider.stop();
    await rm(folder, { recursive: true });
  });

  it('proves itself to the provider with its secret', async () => {
    expect(await signIn(shop)).toBe('/orders?id=1');
    const [, basic = ''] = shop.provider.asked.at(-1)?.authorization?.split(' ') ?? [];
    const [id, sent = ''] = Buffer.from(basic, 'base64').toString('utf8').split(':');
    expect([id, decodeURIComponent(sent.replaceAll('+', ' '))]).toEqual([CLIENT, secret]);
  });

  it.each(Object.entries(SIGNATURES))('is refused with %s', (_what, mischief) => refusedWith(shop, mischief, 'OIDC_REFUSED'));

  it('is not for guessing', async () => {
    shop.provider.mischief = { signature: 'foreign key' };
    const ends: string[] = [];
    for (let tried = 0; tried < 11; tried += 1) ends.push(await signIn(shop));
    expect(ends.at(-1)).toBe('/orders?id=1&signIn=SIGN_IN_LIMITED');
    const asked = shop.provider.asked.length;
    await signIn(shop);
    expect(shop.provider.asked).toHaveLength(asked);
  });
});
