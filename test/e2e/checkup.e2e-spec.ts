import { generateKeyPairSync } from 'node:crypto';
import { checkup } from '../../apps/cli/src/commands/checkup.js';
import { decodeConfig } from '../../apps/server/src/config.js';
import { eventually } from './support/eventually.js';
import { runLedger, type RunningLedger } from './support/running-ledger.js';
import { APP, MERCHANT, SHOP, TERMINAL, message, openShop, push, tell, transaction } from './support/shop.js';
import { Stored, codeOf } from './support/stored.js';

const OF = `/v1/merchants/${MERCHANT}`;
const ROOM = '7300000000000000001';
const FROM = '2026-01-01T00:00:00+08:00';
const AT_TERMINAL = `terminal ${TERMINAL.merchantNo}/${TERMINAL.terminalNo}`;

interface Finding {
  readonly code: string;
  readonly since: string | null;
  readonly mend: { readonly send: { readonly method: string; readonly path: string; readonly body: object } | null };
}
interface Checkup {
  readonly verdict: string;
  readonly bindings: readonly {
    readonly kind: string;
    readonly id: string;
    readonly verdict: string;
    readonly findings: readonly Finding[];
    readonly probe: { readonly outcome: string } | null;
  }[];
}

const BINDING = ['certified', 'payment_account_bound', 'interface_tested', 'live'];
const LIFE = 'channel-accounts/douyin-life/ck_example';
const MINI_APP = 'channel-accounts/mini-app/tt0001';
const SHOUQIANBA = 'channel-accounts/shouqianba/100000000000000001';
const LAKALA = 'channel-accounts/lakala/OP00000003';
const ALLINPAY = 'channel-accounts/allinpay/00000051';
const PUBLIC_KEY = generateKeyPairSync('rsa', { modulusLength: 2_048 }).publicKey.export({ type: 'spki', format: 'pem' });
const accountOf = (path: string): string => path.replace('channel-accounts/', '');

const goesLive = (path: string): readonly (readonly [string, object])[] =>
  BINDING.map((to) => [`/${path}/steps`, { to, by: '王芳', at: new Date().toISOString(), reference: `L-${to}` }] as const);

const DOUYIN_FEES = {
  channel: 'douyin',
  id: 'd1',
  from: FROM,
  refundReturnsFee: 'full',
  lines: [{ product: '*', cardType: '*', ratePpm: 6_000 }],
};
const DOUYIN_PAYS = {
  channel: 'douyin',
  merchantNo: SHOP,
  id: 'shop',
  from: FROM,
  douyinShopId: SHOP,
  cycle: 'D0',
  cutOff: '24:00',
};

/** Everything that a merchant needs so that there is nothing to say. */
const COMPLETE: readonly (readonly [string, object])[] = [
  [
    '/payment-interfaces',
    { id: 'union', channel: 'unionpay', merchantNo: TERMINAL.merchantNo, methods: ['card_chip', 'wechat'], validFrom: FROM },
  ],
  [`/douyin-shops/${SHOP}/payment-interfaces`, { interfaceId: 'union', from: FROM }],
  [`/douyin-shops/${SHOP}/default-interface`, { interfaceId: 'union', from: FROM }],
  [`/live-rooms/${ROOM}/default-interface`, { interfaceId: 'union', from: FROM }],
  ...BINDING.map((to) => [`/douyin-shops/${SHOP}/steps`, { to, by: '王芳', at: FROM, reference: `T-${to}` }] as const),
  ['/life-accounts', { clientKey: 'ck_example', clientSecret: 'local-life-client-secret' }],
  ['/mini-apps', { appId: 'tt0001', token: 'token-of-the-app', salt: 'salt-of-the-app', platformPublicKey: PUBLIC_KEY }],
  ['/channel-accounts', { kind: 'shouqianba', accountId: '100000000000000001', secret: 'key_example_of_an_acquirer' }],
  ['/channel-accounts', { kind: 'lakala', accountId: 'OP00000003', publicKeys: [PUBLIC_KEY] }],
  ['/channel-accounts', { kind: 'allinpay', accountId: '00000051', secret: 'key_example_of_an_acquirer' }],
  ...[LIFE, MINI_APP, SHOUQIANBA, LAKALA, ALLINPAY].flatMap(goesLive),
  [
    '/fee-schedules',
    {
      channel: 'unionpay',
      id: 'f1',
      from: FROM,
      refundReturnsFee: 'none',
      lines: [
        { product: 'card', cardType: 'debit', ratePpm: 5_500, cap: 2_000 },
        { product: 'card', cardType: 'credit', ratePpm: 6_000 },
        { product: 'wechat', ratePpm: 3_800 },
      ],
    },
  ],
  [
    '/settlement-destinations',
    {
      channel: 'unionpay',
      merchantNo: TERMINAL.merchantNo,
      id: 'main',
      from: FROM,
      bankAccount: { account: 'main', bank: '工商银行', lastFour: '0042' },
      cycle: 'D+1',
      cutOff: '23:00',
    },
  ],
  ['/fee-schedules', DOUYIN_FEES],
  ['/settlement-destinations', DOUYIN_PAYS],
  [
    '/terms',
    {
      party: 'unionpay',
      document: 'fees',
      version: 'v1',
      kind: 'fee_standard',
      effectiveFrom: FROM,
      url: 'https://example.com/fees',
      changes: '首版',
    },
  ],
  ['/terms/acknowledgements', { party: 'unionpay', document: 'fees', version: 'v1', by: '王芳' }],
];

describe('a checkup of a set-up', () => {
  let ledger: RunningLedger;
  let stored: Stored;
  let seen: string;
  beforeAll(async () => {
    ledger = await runLedger();
    stored = await Stored.in(ledger);
    await openShop(ledger.admin);
    for (const [path, body] of COMPLETE) expect([path, ...(await post(OF + path, body))]).toEqual(took(path));
    expect((await push(ledger.nobody, message(100, { p_id: '69', shop_id: SHOP, create_time: 1, order_type: 0 }))).status).toBe(
      200,
    );
    expect((await tell(ledger.nobody, transaction({}))).status).toBe(200);
  });
  afterAll(async () => {
    await stored.end();
    await ledger.end();
  });

  const took = (path: string): unknown => [path, 200, expect.stringContaining('"events":["')];
  /** Takes a step of the set-up; what is asked from then on has seen it. */
  const post = async (path: string, body: object): Promise<readonly [number, string]> => {
    const { status, text, body: answer } = await ledger.admin.post(path, body);
    if (status === 200) ({ position: seen } = answer as { position: string });
    return [status, text];
  };
  const asked = (query = ''): Promise<Checkup> => ledger.admin.data<Checkup>(`${OF}/checkup?minPosition=${seen}${query}`);
  /** Codes of all that is not as it should be, by binding. */
  const wrong = ({ bindings }: Checkup): unknown =>
    bindings
      .filter(({ verdict }) => verdict !== 'ok')
      .map(({ kind, id, findings }) => [`${kind} ${id}`, findings.map(({ code }) => code)]);
  const printed = async (...args: string[]): Promise<readonly [number, string]> => {
    const lines: string[] = [];
    const config = decodeConfig({ HEZHANG_DATA: ledger.dataFolder, HEZHANG_ADMIN_KEY: ledger.admin.key ?? '' });
    const context = { config, args, print: (line: string) => void lines.push(line), asked: new Promise<void>(() => undefined) };
    return [await checkup.run(context), lines.join('\n')];
  };
  /** The reference under which the newest secret of a stream is sealed. */
  const sealed = async (stream: string): Promise<string> => {
    const state = `select coalesce(state->'secrets', state->'keys')->0->'secret'->>'ref' as ref from read.set_up_parts where stream = $1`;
    const { rows } = await stored.database.query<{ ref: string }>(state, [stream]);
    return rows[0]?.ref ?? '';
  };

  it('is green where all is there, with a probe answered by every door, and leaves no trace', async () => {
    const before = await stored.counts();
    const found = await eventually(async () => {
      const now = await asked();
      expect([wrong(now), now.verdict]).toEqual([[], 'ok']);
      return now;
    });
    const accounts = found.bindings.filter(({ kind }) => kind === 'channel-account');
    expect(Object.fromEntries(accounts.map(({ id, probe }) => [id, probe?.outcome]))).toEqual({
      [accountOf(LIFE)]: 'verified',
      [accountOf(MINI_APP)]: 'verified',
      [accountOf(SHOUQIANBA)]: 'verified',
      [accountOf(LAKALA)]: undefined,
      [accountOf(ALLINPAY)]: 'verified',
    });
    expect(accounts.flatMap(({ id, findings }) => findings.map(({ code }) => [id, code])).sort()).toEqual([
      [accountOf(LAKALA), 'PROBE_NOT_POSSIBLE'],
      [accountOf(MINI_APP), 'PROBE_NOT_POSSIBLE'],
    ]);
    const others = found.bindings.filter(({ kind }) => kind !== 'channel-account');
    expect(others.map(({ kind, probe }) => [kind, probe?.outcome])).toEqual([
      ['douyin-app', 'verified'],
      ['douyin-shop', undefined],
      ['live-room', undefined],
      ['payment-interface', undefined],
      ['terminal', 'verified'],
      ['terms', undefined],
    ]);
    expect(await stored.counts()).toEqual(before);
    const [code, text] = await printed('--merchant', MERCHANT, '--url', ledger.url);
    expect([code, text]).toEqual([0, expect.stringMatching(/^Set-up at .*: ok\n/)]);
  });

  it('says what is wrong with a secret that is gone, and its mending mends it', async () => {
    await stored.database.query('delete from secrets.sealed where ref = $1', [await sealed(`douyin-app.${APP.appKey}`)]);
    const found = await asked();
    expect(wrong(found)).toEqual([[`douyin-app ${APP.appKey}`, ['SECRET_MISSING']]]);
    const [code, text] = await printed('--merchant', MERCHANT, '--url', ledger.url);
    expect(code).toBe(1);
    expect(text).toContain(`POST ${OF}/douyin-apps/${APP.appKey}/secret\n  {"secret":"<new app secret>"}`);
    const send = sendOf(found);
    expect(await post(send?.path ?? '', { secret: 'another-secret-of-the-app' })).toEqual([200, expect.anything()]);
    expect(wrong(await asked())).toEqual([]);
  });

  const sendOf = ({ bindings }: Checkup): { readonly path: string } | null | undefined =>
    bindings.find(({ verdict }) => verdict !== 'ok')?.findings[0]?.mend.send;

  it.each([
    [LIFE, { secret: 'another-client-secret' }],
    [MINI_APP, { token: 'another-token', salt: 'another-salt' }],
    [SHOUQIANBA, { secret: 'another-key-of-the-acquirer' }],
    [ALLINPAY, { secret: 'another-key-of-the-acquirer' }],
  ])('says so of the secret of %s', async (account, renewed) => {
    const ref = await sealed(account.replace('channel-accounts/', 'channel-account.').replace('/', '.'));
    await stored.database.query('delete from secrets.sealed where ref = $1', [ref]);
    const found = await asked();
    expect(wrong(found)).toEqual([
      [`channel-account ${accountOf(account)}`, ['SECRET_MISSING', ...(account === MINI_APP ? ['PROBE_NOT_POSSIBLE'] : [])]],
    ]);
    expect(found.bindings.find(({ id }) => id === accountOf(account))?.probe).toBeNull();
    expect(await post(sendOf(found)?.path ?? '', renewed)).toEqual([200, expect.anything()]);
    const mended = await asked();
    expect([wrong(mended), mended.verdict]).toEqual([[], 'ok']);
    expect(mended.bindings.find(({ id }) => id === accountOf(account))?.probe?.outcome).toBe('verified');
  });

  it('says of a shop what is not agreed with Douyin, and its mending mends it', async () => {
    await post(`${OF}/fee-schedules/douyin/d1/end`, { to: FROM });
    await post(`${OF}/settlement-destinations/douyin/${SHOP}/shop/end`, { to: FROM });
    const found = await asked();
    expect(wrong(found)).toEqual([[`douyin-shop ${SHOP}`, ['NO_FEE_SCHEDULE', 'NO_SETTLEMENT_DESTINATION', 'PULL_NEVER_ON']]]);
    const [fees, pays] = found.bindings.find(({ id }) => id === SHOP)?.findings.map(({ mend }) => mend.send) ?? [];
    const known = { id: 'again', cycle: 'D0', cutOff: '24:00' };
    const { refundReturnsFee, lines } = DOUYIN_FEES;
    expect(await post(fees?.path ?? '', { ...fees?.body, id: 'again', refundReturnsFee, lines })).toEqual([
      200,
      expect.anything(),
    ]);
    expect(await post(pays?.path ?? '', { ...pays?.body, ...known })).toEqual([200, expect.anything()]);
    expect(wrong(await asked())).toEqual([]);
  });

  it('says so of a key that was changed where it lies', async () => {
    const ref = await sealed(`terminal.${TERMINAL.merchantNo}.${TERMINAL.terminalNo}`);
    await stored.database.query(`update secrets.sealed set sealed = sealed || '\\x00' where ref = $1`, [ref]);
    const found = await asked();
    expect(wrong(found)).toEqual([[AT_TERMINAL, ['SECRET_UNDECIPHERABLE']]]);
    const send = sendOf(found);
    expect(await post(send?.path ?? '', { key: 'another-key-of-the-terminal' })).toEqual([200, expect.anything()]);
    expect((await asked()).verdict).toBe('ok');
  });

  it('takes its thresholds, and answers nobody about a merchant that is not there', async () => {
    const end = new Date(Date.now() + 60 * 86_400_000).toISOString();
    await ledger.admin.post(`${OF}/fee-schedules/unionpay/f1/end`, { to: end });
    expect((await asked()).verdict).toBe('ok');
    const found = await asked('&endsDays=90');
    expect(wrong(found)).toEqual([['payment-interface union', ['FEE_SCHEDULE_ENDS_SOON']]]);
    expect((await ledger.admin.get(`${OF}/checkup?endsDays=0`)).status).toBe(400);
    expect(codeOf(await ledger.admin.get('/v1/merchants/nobody/checkup'))).toBe('NOT_FOUND');
    await expect(printed('--merchant', 'nobody', '--url', ledger.url)).rejects.toThrow('NOT_FOUND');
    await expect(printed()).rejects.toThrow('checkup takes --merchant');
  });
});
