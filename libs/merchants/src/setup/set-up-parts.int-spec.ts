import { CommandHandling, EventCodec, MemoryEventLog, START, type CommandContext } from '#event-log';
import type { Instant } from '#kernel';
import { ProjectionRunner, soleOwner } from '#projections';
import { readDatabase, servedDigest, type ReadDatabase } from '#projections/testing';
import { MERCHANT_EVENTS } from '../merchants.feature.js';
import { discardOldSecrets } from '../reactions/discard-old-secrets.js';
import { SetUpQueries, setUpParts } from '../read/set-up.js';
import { StreamMerchantDirectory } from '../stream-directory.js';
import { MemorySealedStore, SecretVault } from '../vault.js';
import { MerchantSetup, type SetupCommand } from './setup.js';

const at = (time: string): Instant => `2026-${time}:00.000Z` as Instant;
const CODEC = EventCodec.of(MERCHANT_EVENTS);
const TERMINAL = { merchantId: 'm1', merchantNo: '898100012340001', terminalNo: 'POS00001' } as const;
const SHOP = { merchantId: 'm1', shopId: '4463798' } as const;
const OTHER_SHOP = { merchantId: 'm1', shopId: '4463799' } as const;
const APP = { appKey: '7000000000000000001', appSecret: 'the first secret of the app' } as const;
const LIFE = { merchantId: 'm1', kind: 'douyin-life', accountId: 'ck_example' } as const;
const WECHAT = {
  type: 'OpenPaymentInterface',
  merchantId: 'm1',
  interfaceId: 'wx',
  channel: 'wechat',
  merchantNo: '1600000001',
  methods: ['wechat'],
  validFrom: at('01-01T00:00'),
  validTo: at('12-01T00:00'),
} as const;
const ALIPAY = { ...WECHAT, interfaceId: 'ali', channel: 'alipay', merchantNo: '2088000001', methods: ['alipay'] } as const;

const SET_UP: readonly SetupCommand[] = [
  { type: 'RegisterMerchant', merchantId: 'm1', name: '茶铺', cutOff: '23:00' },
  { type: 'RegisterMerchant', merchantId: 'm2', name: '布店', cutOff: '24:00' },
  { type: 'OpenStore', merchantId: 'm1', storeId: 's1', name: '一店' },
  { type: 'BindShop', ...SHOP, ...APP, storeId: 's1' },
  { type: 'BindShop', ...OTHER_SHOP, ...APP },
  { type: 'AssignRoom', merchantId: 'm1', roomId: '73', shopId: SHOP.shopId, name: '直播间' },
  {
    type: 'Enrol',
    ...TERMINAL,
    storeId: 's1',
    acquirer: 'unionpay',
    model: 'S90',
    key: 'the first key of the terminal',
    from: at('01-01T00:00'),
  },
  { type: 'BindAccount', ...LIFE, secret: 'the first secret of the account', publicKeys: [] },
  WECHAT,
  ALIPAY,
  { type: 'BindInterface', ...SHOP, interfaceId: 'wx', from: at('02-01T00:00') },
  { type: 'BindInterface', ...SHOP, interfaceId: 'ali', from: at('02-01T00:00') },
  { type: 'SetShopDefault', ...SHOP, interfaceId: 'wx', from: at('03-01T00:00') },
  { type: 'SetRoomDefault', merchantId: 'm1', roomId: '73', interfaceId: 'ali', from: at('04-01T00:00') },
  { type: 'ConfigureTerminal', ...TERMINAL, methods: ['card_chip'], from: at('02-01T00:00') },
];

describe('a set-up and what is read of it', () => {
  let database: ReadDatabase;
  let log: MemoryEventLog;
  let store: MemorySealedStore;
  let vault: SecretVault;
  let handling: CommandHandling;
  let setup: MerchantSetup;
  let runner: ProjectionRunner;
  let now: Instant;
  let holds: number;
  let commands = 0;

  beforeEach(async () => {
    [now, holds] = [at('10-01T00:00'), 0];
    database = await readDatabase();
    log = new MemoryEventLog();
    store = new MemorySealedStore();
    vault = new SecretVault(store, Buffer.alloc(32, 7));
    handling = new CommandHandling(log, CODEC);
    setup = new MerchantSetup({ handling, vault, openHolds: () => Promise.resolve(holds) });
    runner = new ProjectionRunner({ ...database, log, codec: CODEC, projections: [setUpParts], ownership: soleOwner });
    runner.start();
    for (const command of SET_UP) expect(await tell(command)).toBe('taken');
  });
  afterEach(async () => {
    await runner.stop();
    await database.drop();
  });

  const tell = async (command: SetupCommand): Promise<string> => {
    commands += 1;
    const context: CommandContext = { commandId: `c${String(commands)}`, correlationId: 'test', actor: 'key:test' };
    const outcome = await setup.handle(command, context);
    return outcome.ok ? (outcome.events.length > 0 ? 'taken' : 'known') : outcome.rejection.code;
  };
  const directory = (): StreamMerchantDirectory =>
    new StreamMerchantDirectory(handling, vault, { nowMs: () => Date.parse(now) });
  const queries = (): SetUpQueries => new SetUpQueries(database.reader);

  it('adds nothing when it is told again, in any order that streams allow', async () => {
    const head = await log.head();
    for (const command of [...SET_UP].reverse()) expect(await tell(command)).toBe('known');
    expect(await log.head()).toBe(head);
  });

  it.each<[string, SetupCommand]>([
    [
      'SHOP_UNKNOWN',
      { type: 'BindInterface', merchantId: 'm2', shopId: SHOP.shopId, interfaceId: 'wx', from: at('02-01T00:00') },
    ],
    ['INTERFACE_UNKNOWN', { type: 'BindInterface', ...SHOP, interfaceId: 'jd', from: at('02-01T00:00') }],
    ['INTERFACE_NOT_VALID', { type: 'BindInterface', ...OTHER_SHOP, interfaceId: 'wx', from: at('12-01T00:00') }],
    ['SHOP_INTERFACE_OVERLAPS', { type: 'BindInterface', ...SHOP, interfaceId: 'wx', from: at('05-01T00:00') }],
    ['INTERFACE_NOT_BOUND', { type: 'SetShopDefault', ...OTHER_SHOP, interfaceId: 'wx', from: at('05-01T00:00') }],
    [
      'INTERFACE_NOT_BOUND',
      { type: 'SetRoomDefault', merchantId: 'm1', roomId: '73', interfaceId: 'jd', from: at('05-01T00:00') },
    ],
    ['DEFAULT_OVERLAPS', { type: 'SetShopDefault', ...SHOP, interfaceId: 'ali', from: at('03-01T00:00') }],
    [
      'LIVE_ROOM_UNKNOWN',
      { type: 'SetRoomDefault', merchantId: 'm2', roomId: '73', interfaceId: 'wx', from: at('05-01T00:00') },
    ],
    ['SHOP_UNKNOWN', { type: 'MoveRoom', merchantId: 'm1', roomId: '73', shopId: '9', from: at('05-01T00:00') }],
    ['INTERFACE_OVERLAPS', { ...WECHAT, interfaceId: 'wx2' }],
    ['PERIOD_EMPTY', { ...WECHAT, interfaceId: 'new', merchantNo: '1600000009', validTo: WECHAT.validFrom }],
    ['MERCHANT_NO_TAKEN', { ...WECHAT, merchantId: 'm2' }],
    ['METHOD_BEYOND_MODEL', { type: 'ConfigureTerminal', ...TERMINAL, methods: ['ecny'], from: at('05-01T00:00') }],
    [
      'ACCOUNT_UNKNOWN',
      { type: 'RotateAccountSecret', ...LIFE, merchantId: 'm2', secret: 'a secret of another', at: at('05-01T00:00') },
    ],
    [
      'ACCOUNT_BOUND_OTHERWISE',
      { type: 'BindAccount', ...LIFE, merchantId: 'm2', secret: 'the first secret of the account', publicKeys: [] },
    ],
    [
      'SHOP_BOUND_OTHERWISE',
      { type: 'BindShop', ...SHOP, appKey: '7000000000000000009', appSecret: 'of a new app', merchantId: 'm2' },
    ],
    [
      'APP_UNKNOWN',
      { type: 'RotateAppSecret', merchantId: 'm2', appKey: APP.appKey, secret: 'another', at: at('05-01T00:00') },
    ],
    ['TERMINAL_UNKNOWN', { type: 'RotateKey', ...TERMINAL, merchantId: 'm2', key: 'a key of another', at: at('05-01T00:00') }],
  ])('refuses with %s and writes nothing', async (code, command) => {
    const head = await log.head();
    expect(await tell(command)).toBe(code);
    expect(await log.head()).toBe(head);
  });

  it.each([
    ['02-15T00:00', undefined],
    ['03-15T00:00', { interfaceId: 'wx', chosenBy: 'shop' }],
    ['04-15T00:00', { interfaceId: 'ali', chosenBy: 'live_room' }],
    ['06-15T00:00', { interfaceId: 'wx', chosenBy: 'shop' }],
    ['11-15T00:00', undefined],
  ])('answers the default that was valid on %s', async (time, expected) => {
    await tell({ type: 'MoveRoom', merchantId: 'm1', roomId: '73', shopId: OTHER_SHOP.shopId, from: at('06-01T00:00') });
    await tell({ type: 'ClosePaymentInterface', merchantId: 'm1', interfaceId: 'wx', at: at('11-01T00:00'), reason: '换通道' });
    expect(await directory().defaultInterface(SHOP.shopId, '73', at(time))).toEqual(expected);
  });

  it('does not close an interface on which something is held, and closes it once', async () => {
    const close = {
      type: 'ClosePaymentInterface',
      merchantId: 'm1',
      interfaceId: 'wx',
      at: at('11-01T00:00'),
      reason: '换通道',
    } as const;
    holds = 2;
    expect(await tell(close)).toBe('INTERFACE_HAS_HOLDS');
    holds = 0;
    expect(await tell(close)).toBe('taken');
    holds = 1;
    expect(await tell(close)).toBe('known');
    expect((await directory().paymentInterface('m1', 'wx'))?.validTo).toBe(at('11-01T00:00'));
  });

  it('knows what a terminal might take: as configured, else as its model can', async () => {
    const terminal = await directory().terminal(TERMINAL.merchantNo, TERMINAL.terminalNo);
    expect(terminal?.methodsAt(at('01-15T00:00'))).toEqual(['card_stripe', 'card_chip', 'card_contactless']);
    expect(terminal?.methodsAt(at('02-01T00:00'))).toEqual(['card_chip']);
    expect(terminal?.statusAt(at('02-01T00:00'))).toBe('active');
  });

  it('lets both secrets verify while they overlap, then destroys the old ones and says so', async () => {
    const rotation = { at: at('10-01T00:00'), overlapUntil: at('10-02T00:00') };
    await tell({ type: 'RotateAppSecret', merchantId: 'm1', appKey: APP.appKey, secret: 'the second of the app', ...rotation });
    await tell({ type: 'RotateKey', ...TERMINAL, key: 'the second of the terminal', ...rotation });
    await tell({ type: 'RotateAccountSecret', ...LIFE, secret: 'the second of the account', ...rotation });
    const secrets = async () => [
      (await directory().douyinApp(APP.appKey))?.secrets,
      (await directory().terminal(TERMINAL.merchantNo, TERMINAL.terminalNo))?.keys,
      (await directory().channelAccount('douyin-life', LIFE.accountId))?.secrets,
    ];
    expect(await secrets()).toEqual([
      ['the second of the app', APP.appSecret],
      ['the second of the terminal', 'the first key of the terminal'],
      ['the second of the account', 'the first secret of the account'],
    ]);
    const discarded = async (): Promise<number> => {
      await database.positions.waitFor('set_up', await log.head());
      return discardOldSecrets(now, { queries: queries(), vault, handling, pageSize: 2 });
    };
    expect(await discarded()).toBe(0);
    now = at('10-02T00:01');
    expect(await secrets()).toEqual([['the second of the app'], ['the second of the terminal'], ['the second of the account']]);
    const oldRef = (await queries().oldSecrets(now, { limit: 9 })).data.map(({ kept }) => kept.secret.ref);
    expect(oldRef).toHaveLength(3);
    expect([await discarded(), await discarded()]).toEqual([3, 0]);
    expect(await Promise.all(oldRef.map((ref) => store.get(ref)))).toEqual([undefined, undefined, undefined]);
  });

  it('reads the same whether the log is followed or read anew', async () => {
    await database.positions.waitFor('set_up', await log.head());
    const followed = await servedDigest(database.pool, setUpParts);
    const { data } = await queries().ofMerchant('m1');
    expect(data.map(({ kind }) => kind).sort()).toEqual([
      'channel-account',
      'douyin-app',
      'douyin-shop',
      'douyin-shop',
      'live-room',
      'merchant',
      'merchant-no',
      'merchant-no',
      'merchant-no',
      'payment-interfaces',
      'terminal',
    ]);
    expect((await queries().merchants()).data).toHaveLength(2);
    const again = await readDatabase();
    const anew = new ProjectionRunner({ ...again, log, codec: CODEC, projections: [setUpParts], ownership: soleOwner });
    anew.start();
    await again.positions.waitFor('set_up', await log.head());
    await anew.stop();
    expect(await servedDigest(again.pool, setUpParts)).toBe(followed);
    await again.drop();
  });

  it('shows no secret in events or in what is read', async () => {
    const bytes: string[] = [];
    for await (const { events } of log.readAll(START)) bytes.push(...events.map(({ data }) => Buffer.from(data).toString()));
    await database.positions.waitFor('set_up', await log.head());
    const text = bytes.join() + JSON.stringify((await queries().ofMerchant('m1')).data);
    expect(text).toContain(LIFE.accountId);
    expect(text).not.toMatch(/the first/);
  });
});
