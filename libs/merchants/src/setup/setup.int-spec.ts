import type { Pool } from 'pg';
import { CommandHandling, EventCodec, PostgresEventLog, type CommandContext, type Outcome } from '#event-log';
import type { Instant } from '#kernel';
import { migrate, openPool } from '#postgres';
import { testDatabase, type TestDatabase } from '#postgres/testing';
import { MERCHANT_EVENTS } from '../merchants.feature.js';
import { PostgresSealedStore, SECRETS_MIGRATIONS } from '../postgres-sealed-store.js';
import { MerchantSetup, type SetupCommand } from './setup.js';
import { StreamMerchantDirectory } from '../stream-directory.js';
import { SecretVault } from '../vault.js';

const instantOf = (day: string): Instant => `${day}T00:00:00.000Z` as Instant;
const terminal = { merchantId: 'm1', merchantNo: '898100012340001', terminalNo: 'POS00001' } as const;
const enrol = {
  type: 'Enrol',
  ...terminal,
  storeId: 's1',
  acquirer: 'unionpay',
  model: 'A920',
  key: 'terminal-key-of-at-least-32-characters',
  from: instantOf('2026-09-01'),
} as const;
const shop = {
  type: 'BindShop',
  merchantId: 'm1',
  shopId: '4463798',
  appKey: '7000000000000000001',
  appSecret: 'app secret',
} as const;

describe('set-up on PostgreSQL', () => {
  let database: TestDatabase;
  let pool: Pool;
  let log: PostgresEventLog;
  let setup: MerchantSetup;
  const holds = 0;
  let directory: StreamMerchantDirectory;

  beforeAll(async () => {
    database = await testDatabase();
    pool = openPool(database.url);
    await migrate(pool, SECRETS_MIGRATIONS);
    log = await PostgresEventLog.open({ connectionString: database.url });
    const handling = new CommandHandling(log, EventCodec.of(MERCHANT_EVENTS));
    const vault = new SecretVault(new PostgresSealedStore(pool), Buffer.alloc(32, 7));
    setup = new MerchantSetup({ handling, vault, openHolds: () => Promise.resolve(holds) });
    directory = new StreamMerchantDirectory(handling, vault);
    await told({ type: 'RegisterMerchant', merchantId: 'm1', name: '茶铺', cutOff: '23:00' });
    await told({ type: 'RegisterMerchant', merchantId: 'm2', name: '布店', cutOff: '24:00' });
    await told({ type: 'OpenStore', merchantId: 'm1', storeId: 's1', name: '一店' });
    await told({ type: 'OpenStore', merchantId: 'm1', storeId: 's2', name: '二店' });
  });

  afterAll(async () => {
    await log.close();
    await pool.end();
    await database.drop();
  });

  let commands = 0;
  const tell = (command: SetupCommand): Promise<Outcome> => {
    commands += 1;
    const context: CommandContext = { commandId: `c${String(commands)}`, correlationId: 'test', actor: 'key:test' };
    return setup.handle(command, context);
  };
  const told = async (command: SetupCommand): Promise<readonly string[]> => {
    const outcome = await tell(command);
    if (!outcome.ok) throw new Error(outcome.rejection.code);
    return outcome.events;
  };
  const refusal = async (command: SetupCommand): Promise<string> => {
    const outcome = await tell(command);
    return outcome.ok ? 'accepted' : outcome.rejection.code;
  };
  const sealedSecrets = async (): Promise<number> =>
    Number((await pool.query<{ n: string }>('select count(*) as n from secrets.sealed')).rows[0]?.n);

  it('finds a shop and its app the moment they are bound', async () => {
    expect(await directory.douyinShop(shop.shopId)).toBeUndefined();
    expect(await told(shop)).toEqual(['DouyinShopBound']);
    expect(await directory.douyinShop(shop.shopId)).toMatchObject({ merchantId: 'm1', storeId: '-', cutOff: '23:00' });
    expect(await directory.douyinApp(shop.appKey)).toEqual({ appKey: shop.appKey, merchantId: 'm1', secrets: ['app secret'] });
  });

  it('keeps one sealed secret however often a step is repeated or refused', async () => {
    await told(shop);
    const before = await sealedSecrets();
    expect(await told(shop)).toEqual([]);
    expect(await refusal({ ...shop, appSecret: 'another' })).toBe('APP_BOUND_OTHERWISE');
    expect(await sealedSecrets()).toBe(before);
  });

  it('takes a step up again where it was cut off between its streams', async () => {
    const second = { ...shop, shopId: '4463799' };
    expect(await told(second)).toEqual(['DouyinShopBound']);
    expect((await directory.douyinShop('4463799'))?.appKey).toBe(shop.appKey);
  });

  it('enrols a terminal, and books what it did to the store it stood in then', async () => {
    expect(await told(enrol)).toEqual(['TerminalEnrolled']);
    expect(await told({ type: 'MoveTerminal', ...terminal, storeId: 's2', from: instantOf('2026-10-01') })).toEqual([
      'TerminalMoved',
    ]);
    const found = await directory.terminal(terminal.merchantNo, terminal.terminalNo);
    expect(found?.keys).toEqual([enrol.key]);
    expect(found?.storeAt(instantOf('2026-09-30'))).toBe('s1');
    expect(found?.storeAt(instantOf('2026-10-02'))).toBe('s2');
    expect(await directory.acquiredMerchant(terminal.merchantNo)).toMatchObject({ merchantId: 'm1' });
  });

  it.each<[string, SetupCommand]>([
    ['MERCHANT_UNKNOWN', { ...enrol, merchantId: 'm9' }],
    ['STORE_UNKNOWN', { ...enrol, terminalNo: 'POS00002', storeId: 's9' }],
    ['STORE_UNKNOWN', { ...enrol, merchantId: 'm2' }],
    [
      'TERMINAL_UNKNOWN',
      { type: 'MoveTerminal', ...terminal, terminalNo: 'POS00009', storeId: 's1', from: instantOf('2026-11-01') },
    ],
    ['SHOP_UNKNOWN', { type: 'AssignRoom', merchantId: 'm2', roomId: 'r1', shopId: '4463798', name: '直播间' }],
    ['SHOP_BOUND_OTHERWISE', { ...shop, merchantId: 'm2' }],
    ['APP_BOUND_OTHERWISE', { ...shop, shopId: '4463700', merchantId: 'm2' }],
    ['TERMINAL_ENROLLED_OTHERWISE', { ...enrol, storeId: 's2' }],
  ])('refuses with %s and writes nothing', async (code, command) => {
    const head = await log.head();
    const before = await sealedSecrets();
    expect(await refusal(command)).toBe(code);
    expect([await log.head(), await sealedSecrets()]).toEqual([head, before]);
  });

  it('refuses a merchant number that belongs to another merchant', async () => {
    await told({ type: 'OpenStore', merchantId: 'm2', storeId: 't1', name: '布店一店' });
    expect(await refusal({ ...enrol, merchantId: 'm2', storeId: 't1', terminalNo: 'POS00003' })).toBe('MERCHANT_NO_TAKEN');
  });

  it('shows no secret in the log', async () => {
    const bytes: Buffer[] = [];
    for await (const { events } of log.readAll('')) bytes.push(...events.map(({ data }) => Buffer.from(data)));
    const text = Buffer.concat(bytes).toString();
    expect(text).toContain(terminal.terminalNo);
    expect(text).not.toContain(enrol.key);
    expect(text).not.toContain(shop.appSecret);
  });
});
