import { createHash, generateKeyPairSync } from 'node:crypto';
import { eventually } from './support/eventually.js';
import type { Reply } from './support/reply.js';
import { runLedger, type RunningLedger } from './support/running-ledger.js';
import { APP, MERCHANT, SHOP, STORE, TERMINAL, openShop, signedByTerminal, tell, transaction } from './support/shop.js';
import { Stored, codeOf } from './support/stored.js';

const ROOM = '7300000000000000001';
const OF = `/v1/merchants/${MERCHANT}`;
const AT_TERMINAL = `${OF}/terminals/${TERMINAL.merchantNo}/${TERMINAL.terminalNo}`;
const UNION = {
  id: 'union',
  channel: 'unionpay',
  merchantNo: TERMINAL.merchantNo,
  methods: ['card'],
  validFrom: '2026-01-01T00:00:00+08:00',
};
const SECRETS = [
  'mini-app-token-1',
  'mini-app-salt-1',
  'local-life-client-secret',
  'second-secret-of-the-app',
  'second-key-of-the-terminal',
];
const PEM = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'pem' }) as string;

interface SetUp {
  readonly douyinShops: { state: string; paymentInterfaces: unknown[]; defaultInterfaces: unknown[] }[];
  readonly douyinApps: { secret: { overlapUntil: string | null } }[];
  readonly channelAccounts: { kind: string; state: string }[];
  readonly liveRooms: { shops: unknown[]; defaultInterfaces: unknown[] }[];
  readonly terminals: { methods: unknown[]; statuses: unknown[] }[];
  readonly paymentInterfaces: { id: string; closedFor: string | null }[];
}

describe('a set-up over HTTP', () => {
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

  const post = (path: string, body: object): Promise<Reply> => ledger.admin.post(`${OF}${path}`, body);
  const took = async (path: string, body: object): Promise<readonly string[]> => {
    const { status, text, body: answer } = await post(path, body);
    expect([status, text]).toEqual([200, text]);
    return (answer as { events: string[] }).events;
  };
  const positionOf = async (): Promise<string> => {
    const { body } = await ledger.admin.post('/v1/merchants', { id: MERCHANT, name: '山海茶铺', cutOff: '23:00' });
    return (body as { position: string }).position;
  };
  const setUp = async (): Promise<SetUp> => {
    const last = (await post('/stores', { id: `s${String(Date.now())}`, name: '新店' })).body as { position: string };
    return ledger.admin.data<SetUp>(`${OF}/setup?minPosition=${last.position}`);
  };

  it('ties shop, live room, interface and terminal together, and shows it as one document', async () => {
    expect(await took('/payment-interfaces', UNION)).toEqual(['PaymentInterfaceOpened']);
    expect(await took('/payment-interfaces', UNION)).toEqual([]);
    const bound = { interfaceId: 'union', from: '2026-02-01T00:00:00+08:00' };
    expect(await took(`/douyin-shops/${SHOP}/payment-interfaces`, bound)).toEqual(['ShopInterfaceBound']);
    expect(await took(`/douyin-shops/${SHOP}/default-interface`, bound)).toEqual(['ShopDefaultInterfaceSet']);
    expect(await took(`/live-rooms/${ROOM}/default-interface`, bound)).toEqual(['LiveRoomDefaultInterfaceSet']);
    const methods = { methods: ['card_chip', 'wechat'], from: '2026-02-01T00:00:00+08:00' };
    expect(await took(AT_TERMINAL.slice(OF.length) + '/methods', methods)).toEqual(['TerminalConfigured']);
    expect(await setUp()).toMatchObject({
      douyinShops: [
        {
          state: 'registered',
          paymentInterfaces: [{ interfaceId: 'union', from: '2026-01-31T16:00:00.000Z', to: null }],
          defaultInterfaces: [{ interfaceId: 'union' }],
        },
      ],
      liveRooms: [{ shops: [{ shopId: SHOP, from: null }], defaultInterfaces: [{ interfaceId: 'union' }] }],
      terminals: [{ methods: [{ methods: ['card_chip', 'wechat'] }], statuses: [] }],
      paymentInterfaces: [{ id: 'union', closedFor: null }],
    });
  });

  it('walks a binding through its states, with evidence, and no other way', async () => {
    const step = (to: string, n: number) => ({ to, by: '王芳', at: '2026-09-01T10:00:00+08:00', reference: `T-${String(n)}` });
    expect(codeOf(await post(`/douyin-shops/${SHOP}/steps`, step('live', 0)))).toBe('BINDING_STEP_ILLEGAL');
    const way = ['certified', 'payment_account_bound', 'interface_tested', 'live', 'suspended', 'live'];
    for (const [n, to] of way.entries())
      expect(await took(`/douyin-shops/${SHOP}/steps`, step(to, n))).toEqual(['DouyinShopAdvanced']);
    expect(await took(`/douyin-shops/${SHOP}/steps`, step('live', 3))).toEqual([]);
    expect((await setUp()).douyinShops[0]?.state).toBe('live');
  });

  it('binds a local-life account and a mini-app', async () => {
    expect(await took('/life-accounts', { clientKey: 'ck_example', clientSecret: SECRETS[2] })).toEqual([
      'ChannelAccountBound',
    ]);
    const app = { appId: 'tt000', token: SECRETS[0], salt: SECRETS[1], platformPublicKey: PEM };
    expect(await took('/mini-apps', app)).toEqual(['ChannelAccountBound']);
    expect(await took('/mini-apps', app)).toEqual([]);
    expect((await setUp()).channelAccounts.map(({ kind, state }) => [kind, state])).toEqual([
      ['douyin-life', 'registered'],
      ['mini-app', 'registered'],
    ]);
    expect(codeOf(await post('/mini-apps', { ...app, platformPublicKey: '-----BEGIN PUBLIC KEY-----\nnone' }))).toBe(
      'REQUEST_INVALID',
    );
  });

  it('lets a Douyin app sign with both secrets while they overlap', async () => {
    const overlapUntil = new Date(Date.now() + 3_600_000).toISOString();
    const rotation = { secret: SECRETS[3], overlapUntil };
    expect(await took(`/douyin-apps/${APP.appKey}/secret`, rotation)).toEqual(['DouyinAppSecretRotated']);
    expect(await took(`/douyin-apps/${APP.appKey}/secret`, rotation)).toEqual([]);
    const statusOf = async (secret: string): Promise<number> => {
      const body = JSON.stringify([{ tag: '0', msg_id: '0', data: '0' }]);
      const sign = createHash('md5')
        .update(APP.appKey + body + secret)
        .digest('hex');
      const headers = { 'content-type': 'application/json', 'app-id': APP.appKey, 'event-sign': sign };
      return (await ledger.nobody.send('POST', '/v1/channels/douyin/push', body, headers)).status;
    };
    expect(await Promise.all([APP.appSecret, SECRETS[3] ?? '', 'no secret of the app'].map(statusOf))).toEqual([200, 200, 401]);
    expect((await setUp()).douyinApps[0]?.secret.overlapUntil).toBe(overlapUntil);
  });

  it('ends the old key of a terminal at once where no overlap is asked for', async () => {
    const key = SECRETS[4] ?? '';
    expect(await took(`${AT_TERMINAL.slice(OF.length)}/key`, { key })).toEqual(['TerminalKeyRotated']);
    const sale = (): string => JSON.stringify(transaction({ rrn: String(Date.now()).slice(-12) }));
    const send = (body: string, signer: typeof TERMINAL): Promise<Reply> =>
      ledger.nobody.send('POST', '/v1/channels/pos/transactions', body, signedByTerminal(body, signer));
    expect((await send(sale(), TERMINAL)).status).toBe(401);
    expect((await send(sale(), { ...TERMINAL, key })).status).toBe(200);
    expect(await took(`${AT_TERMINAL.slice(OF.length)}/key`, { key: TERMINAL.key })).toEqual(['TerminalKeyRotated']);
  });

  it('extends the matrix of models by command', async () => {
    const { body } = await ledger.admin.get('/v1/pos-models');
    expect((body as { data: unknown[] }).data).toContainEqual(expect.objectContaining({ model: 'A930' }));
    const described = { model: 'Shop-Made 1', methods: ['ecny'] };
    expect((await ledger.admin.post('/v1/pos-models', described)).status).toBe(200);
    const after = (await ledger.admin.get('/v1/pos-models')).body as { data: unknown[] };
    expect(after.data).toContainEqual(described);
  });

  it.each<[number, string, string, object]>([
    [409, 'INTERFACE_OVERLAPS', '/payment-interfaces', { ...UNION, id: 'union-2' }],
    [
      409,
      'SHOP_INTERFACE_OVERLAPS',
      `/douyin-shops/${SHOP}/payment-interfaces`,
      { interfaceId: 'union', from: '2026-03-01T00:00:00Z' },
    ],
    [
      422,
      'INTERFACE_NOT_BOUND',
      `/douyin-shops/${SHOP}/default-interface`,
      { interfaceId: 'union', from: '2026-01-15T00:00:00Z' },
    ],
    [409, 'TERMINAL_ENROLLED_OTHERWISE', '/terminals', { ...TERMINAL, storeId: STORE, acquirer: 'lakala', model: 'A930' }],
    [
      422,
      'METHOD_BEYOND_MODEL',
      `${AT_TERMINAL.slice(OF.length)}/methods`,
      { methods: ['douyin_pay'], from: '2026-03-01T00:00:00Z' },
    ],
    [400, 'SECRET_IN_URL', `/douyin-apps/${APP.appKey}/secret?secret=in-the-address-0001`, { secret: 'in-the-body-0000001' }],
    [400, 'SECRET_IN_URL', `/stores?app%53ecret=in-the-address-0001`, { id: 's9', name: '店' }],
    [409, 'PLACEMENT_OVERLAPS', `${AT_TERMINAL.slice(OF.length)}/placements`, { storeId: STORE, from: '2025-03-01T00:00:00Z' }],
  ])('refuses with %s %s and writes nothing', async (status, code, path, body) => {
    await stored.refusedWithoutTrace(() => post(path, body), status, code);
  });

  it('refuses a shop bound to two merchants, and writes nothing', async () => {
    await ledger.admin.post('/v1/merchants', { id: 'other', name: '布店' });
    const bind = { shopId: SHOP, appKey: '7000000000000000009', appSecret: 'a-secret-of-the-other-merchant' };
    await stored.refusedWithoutTrace(
      () => ledger.admin.post('/v1/merchants/other/douyin-shops', bind),
      409,
      'SHOP_BOUND_OTHERWISE',
    );
  });

  it('refuses a secret in an address without a key, and of an address that is not there', async () => {
    expect(codeOf(await ledger.nobody.get('/v1/orders?api_key=0123456789abcdef'))).toBe('SECRET_IN_URL');
    expect(codeOf(await ledger.nobody.get('/nowhere?access_token=0123456789abcdef'))).toBe('SECRET_IN_URL');
  });

  it('does not close an interface while an authorization holds money', async () => {
    const authorization = transaction({ kind: 'authorization', amount: 20_000, auth_code: '123456' });
    const told = await tell(ledger.nobody, authorization);
    expect([told.status, told.text]).toEqual([200, expect.stringContaining('"applied"')]);
    const close = { at: '2027-01-01T00:00:00Z', reason: '换收单机构' };
    const refused = await stored.refusedWithoutTrace(
      () => post('/payment-interfaces/union/close', close),
      409,
      'INTERFACE_HAS_HOLDS',
    );
    expect(refused.body).toMatchObject({ details: { holds: 1 } });
    const { batch_no, trace_no } = authorization;
    const original = { batch_no, trace_no, date: '2026-09-21' };
    await tell(ledger.nobody, transaction({ kind: 'authorization_void', amount: undefined, method: undefined, original }));
    expect(await took('/payment-interfaces/union/close', close)).toEqual(['PaymentInterfaceClosed']);
    expect((await setUp()).paymentInterfaces).toMatchObject([{ id: 'union', closedFor: '换收单机构' }]);
  });

  it('lists terminals for who reads, without what only auditors see', async () => {
    const reader = await ledger.as('reader');
    const { merchantNo, terminalNo } = TERMINAL;
    const terminals = await reader.data<object[]>(`${OF}/terminals`);
    expect(terminals).toContainEqual(expect.objectContaining({ merchantNo, terminalNo, status: 'active' }));
    expect(JSON.stringify(terminals)).not.toContain('key');
    expect((await reader.get('/v1/merchants/nobody/terminals')).status).toBe(404);
  });

  it('keeps every secret out of the log, of read models and of answers', async () => {
    const position = await positionOf();
    const { text } = await ledger.admin.get(`${OF}/setup?minPosition=${position}`);
    for (const secret of [...SECRETS, APP.appSecret, TERMINAL.key]) {
      expect(text).not.toContain(secret);
      expect(await ledger.log.holds(stored.database, Buffer.from(secret))).toBe(false);
    }
    await eventually(async () => expect((await ledger.admin.get('/v1/merchants')).text).toContain('布店'));
  });
});
