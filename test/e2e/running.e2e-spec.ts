import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase, type TestDatabase } from '#postgres/testing';
import { openCore } from '../../apps/projector/src/core.js';
import { Projector } from '../../apps/projector/src/projector.js';
import { decodeConfig } from '../../apps/server/src/config.js';
import { startServer, type RunningServer } from '../../apps/server/src/start.js';
import { Caller } from './support/caller.js';
import { DatabaseProxy } from './support/database-proxy.js';
import { eventually } from './support/eventually.js';
import './support/running-ledger.js';
import { storedLog, type StoredLog } from './support/stored-log.js';
import { openShop, paymentIdOf, tell, transaction } from './support/shop.js';

describe('a server', () => {
  let database: TestDatabase;
  let log: StoredLog;
  let folder: string;
  const servers: RunningServer[] = [];
  const proxies: DatabaseProxy[] = [];
  beforeAll(async () => {
    [database, log] = await Promise.all([testDatabase(), storedLog()]);
    folder = await mkdtemp(join(tmpdir(), 'hezhang-running-'));
    const server = await start();
    await openShop(new Caller(server.url, server.adminKey));
    await server.stop();
  });
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.stop()));
    for (const proxy of proxies.splice(0)) proxy.close();
  });
  afterAll(async () => {
    log.end();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const lines: string[] = [];
  const settings = (more: object = {}): ReturnType<typeof decodeConfig> =>
    decodeConfig({
      PORT: '0',
      DATABASE_URL: database.url,
      HEZHANG_DATA: folder,
      HEZHANG_LOG: 'silent',
      ...log.settings,
      ...more,
    });
  const start = async (more: object = {}): Promise<RunningServer> => {
    lines.length = 0;
    const server = await startServer(settings(more), (line) => lines.push(line));
    servers.push(server);
    return server;
  };
  const portOf = ({ url }: RunningServer): string => new URL(url).port;

  it('says where it is, where to read, the admin key and what to type next', async () => {
    const server = await start();
    const text = lines.join('\n');
    expect(text).toContain(server.url);
    expect(text).toContain(`${server.url}/docs`);
    expect(text).toContain(server.adminKey);
    expect(lines.at(-1)).toContain(`PORT=${portOf(server)}`);
    expect(lines.at(-1)).toMatch(new RegExp(`HEZHANG_DATA=${folder} npm run demo$`));
    for (const path of ['/docs', '/docs/swagger-ui-bundle.js', '/openapi.json']) {
      const response = await fetch(server.url + path);
      expect([path, response.status, (await response.text()).length > 1_000]).toEqual([path, 200, true]);
    }
  });

  it('makes its keys once, readable by their owner alone, and keeps them over a restart', async () => {
    const first = await start();
    const key = (await readFile(join(folder, 'admin.key'), 'utf8')).trim();
    expect(first.adminKey).toBe(key);
    for (const file of ['admin.key', 'master.key']) expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600);
    await first.stop();
    const second = await start();
    expect(second.adminKey).toBe(key);
    expect((await tell(new Caller(second.url), transaction({}))).body).toMatchObject({ status: 'applied' });
  });

  it('takes its admin key from the settings and does not show it', async () => {
    const adminKey = 'an-admin-key-of-my-own';
    const server = await start({ HEZHANG_ADMIN_KEY: adminKey });
    expect(lines.join('\n')).not.toContain(adminKey);
    expect((await new Caller(server.url, adminKey).get('/v1/keys')).status).toBe(200);
    const kept = (await readFile(join(folder, 'admin.key'), 'utf8')).trim();
    expect((await new Caller(server.url, kept).get('/v1/keys')).status).toBe(401);
  });

  it('says in one line that its port is in use', async () => {
    const server = await start();
    const refusal = await startServer(settings({ PORT: portOf(server) })).catch((error: unknown) => error as Error);
    expect(refusal).toMatchObject({ name: 'ConfigError' });
    expect((refusal as Error).message).toMatch(/^[^\n]*PORT \d+ is in use[^\n]*$/);
  });

  it.each([
    [{ HEZHANG_MASTER_KEY: 'ab'.repeat(32) }, /^[^\n]*HEZHANG_MASTER_KEY is not the key that sealed[^\n]*$/],
    [{ HEZHANG_DATA: '/proc/nope' }, /^\/proc\/nope can not be used: [^\n]*$/],
    [
      { DATABASE_URL: 'postgres://me:secret@127.0.0.1:1/ledger' },
      /^DATABASE_URL: [^\n]* can not be reached \(ECONNREFUSED\)\.$/,
    ],
  ])('says in one line what is wrong with its settings: %j', async (wrong, says) => {
    const refusal = await startServer(settings(wrong)).catch((error: unknown) => error);
    expect((refusal as Error).name).toMatch(/^(ConfigError|CannotStart)$/);
    expect((refusal as Error).message).toMatch(says);
  });

  it('answers what is under way when it is asked to stop', async () => {
    const server = await start();
    const nobody = new Caller(server.url);
    await nobody.get('/health/live');
    const sales = Array.from({ length: 50 }, () => transaction({}));
    const told = Promise.allSettled(sales.map((sale) => tell(nobody, sale)));
    await new Promise((resolve) => setTimeout(resolve, 20));
    await server.stop();
    const replies = await told;
    await expect(fetch(`${server.url}/health/live`)).rejects.toThrow();
    const next = await start();
    const admin = new Caller(next.url, next.adminKey);
    for (const [index, reply] of replies.entries()) {
      if (reply.status !== 'fulfilled' || reply.value.status !== 200) continue;
      expect(await admin.data(`/v1/payments/${paymentIdOf(sales[index] ?? {})}/events`)).toHaveLength(1);
    }
  });

  it('ends streams and stops although somebody listens', async () => {
    const server = await start();
    const response = await fetch(`${server.url}/v1/events/stream`, { headers: { authorization: `Bearer ${server.adminKey}` } });
    const stopped = server.stop();
    await response.text();
    await stopped;
  });

  it('shares its database with another: what one records the other answers, each event once', async () => {
    const [one, two] = [await start(), await start()];
    const sales = Array.from({ length: 40 }, () => transaction({ batch_no: '000555' }));
    const replies = await Promise.all(
      sales.flatMap((sale) => [tell(new Caller(one.url), sale), tell(new Caller(two.url), sale)]),
    );
    const positions = replies.map(({ body }) => (body as { position: string }).position);
    const last = positions.sort().at(-1) ?? '';
    const admin = new Caller(two.url, two.adminKey);
    for (const sale of sales) {
      const id = paymentIdOf(sale);
      expect(await admin.data(`/v1/payments/${id}?minPosition=${last}`)).toMatchObject({ captured: 12_990 });
      expect(await admin.data(`/v1/payments/${id}/events`)).toHaveLength(1);
    }
  });

  it('leaves projections to a projector of its own where it is told to', async () => {
    const server = await start({ HEZHANG_PROJECTOR: 'off' });
    const { body } = await tell(new Caller(server.url), transaction({}));
    const { position, payment_id: id } = body as { position: string; payment_id: string };
    const admin = new Caller(server.url, server.adminKey);
    const projections = await admin.data<{ name: string; lag: number }[]>('/v1/projections');
    expect(projections.find(({ name }) => name === 'payments')?.lag).toBeGreaterThan(0);
    const masterKey = Buffer.from((await readFile(join(folder, 'master.key'), 'utf8')).trim(), 'hex');
    const core = await openCore({ databaseUrl: database.url, eventStoreUrl: log.settings['EVENTSTORE_URL'], masterKey });
    const projector = new Projector(core, { dataFolder: '/nowhere', onFailure: () => undefined });
    projector.start();
    expect(await admin.data(`/v1/payments/${id}?minPosition=${position}`)).toMatchObject({ status: 'captured' });
    await projector.stop();
    await core.close();
  });

  it('is not ready while its database is away, refuses without losing anything, and comes back by itself', async () => {
    const proxy = await DatabaseProxy.before(database.url);
    proxies.push(proxy);
    const server = await start({ DATABASE_URL: proxy.url });
    const nobody = new Caller(server.url);
    const sale = transaction({});
    proxy.cut();
    expect([(await nobody.get('/health/ready')).status, (await nobody.get('/health/live')).status]).toEqual([503, 200]);
    const away = await tell(nobody, sale);
    expect([away.status, away.headers.get('retry-after')]).toEqual([503, '1']);
    expect(away.text).not.toMatch(/127\.0\.0\.1|ECONN|pg/);
    expect((await new Caller(server.url, server.adminKey).get('/v1/orders')).status).toBe(503);
    proxy.mend();
    await eventually(async () => expect((await tell(nobody, sale)).body).toMatchObject({ status: 'applied' }));
    expect((await tell(nobody, sale)).body).toMatchObject({ status: 'duplicate' });
    expect((await nobody.get('/health/ready')).body).toEqual({
      status: 'ok',
      checks: { database: 'ok', log: 'ok', sessions: 'ok' },
    });
  });

  it('counts what it does for Prometheus', async () => {
    const server = await start();
    await tell(new Caller(server.url), transaction({}));
    const { text } = await new Caller(server.url).get('/metrics');
    const isCounted = log.positions === 'dense';
    for (const name of [
      'http_request_seconds_bucket',
      'appends_total',
      'append_seconds_count',
      isCounted ? 'projection_lag_events' : 'projection_lag_bytes',
      'projection_failed',
      'parked_notices',
      isCounted ? 'events' : 'log_bytes',
    ]) {
      expect(text).toMatch(new RegExp(`^hezhang_${name}(\\{| )`, 'm'));
    }
    expect(text).toContain('route="/v1/channels/pos/transactions"');
    expect(text).not.toMatch(/pay_|898100012340001/);
  });
});
