import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execute, testDatabase, type TestDatabase } from '#postgres/testing';
import { PROJECTIONS } from '../../apps/projector/src/features.js';
import { decodeConfig } from '../../apps/server/src/config.js';
import { startServer, type RunningServer } from '../../apps/server/src/start.js';
import { Caller } from './support/caller.js';
import { freePort, startProjector, type ChildLedger } from './support/child-ledger.js';
import { eventually } from './support/eventually.js';
import './support/running-ledger.js';
import { openShop, tell, transaction } from './support/shop.js';

const READ_MODELS = PROJECTIONS.length;
const AMOUNT = 12_990;
const END_SESSIONS_OF_THE_OWNER = `select pg_terminate_backend(pid) from pg_locks
  where locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database())`;

describe('two projectors beside a server', () => {
  let database: TestDatabase;
  let folder: string;
  let server: RunningServer;
  let admin: Caller;
  let projectors: ChildLedger[];
  let settings: Record<string, string>;
  let sales = 0;

  beforeAll(async () => {
    database = await testDatabase();
    folder = await mkdtemp(join(tmpdir(), 'hezhang-projectors-'));
    settings = { DATABASE_URL: database.url, HEZHANG_DATA: folder, HEZHANG_LOG: 'silent' };
    server = await startServer(decodeConfig({ ...settings, PORT: '0', HEZHANG_PROJECTOR: 'off' }));
    admin = new Caller(server.url, server.adminKey);
    await openShop(admin);
    const ports = [await freePort(), await freePort()];
    projectors = await Promise.all(ports.map((port) => startProjector({ ...settings, HEZHANG_PROJECTOR_PORT: port })));
  });
  afterAll(async () => {
    for (const projector of projectors) projector.process.kill('SIGCONT');
    await Promise.all(projectors.map((projector) => projector.end('SIGKILL')));
    await server.stop();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const followedBy = async ({ url }: ChildLedger): Promise<number> => {
    const text = await (await fetch(`${url}/metrics`)).text();
    return text.match(/^hezhang_projector_following\{projection="\w+"\} 1$/gm)?.length ?? 0;
  };
  const owner = (among = projectors): Promise<ChildLedger> =>
    eventually(async () => {
      const followed = await Promise.all(among.map(followedBy));
      expect([...followed].sort()).toEqual(among.length === 1 ? [READ_MODELS] : [0, READ_MODELS]);
      return among[followed.indexOf(READ_MODELS)] as ChildLedger;
    });
  /** A sale more, and what all of them come to once it is in. */
  const sellAndSum = async (): Promise<number> => {
    const { body } = await tell(new Caller(server.url), transaction({}));
    sales += 1;
    const { position } = body as { position: string };
    const payments = await admin.data<{ captured: number }[]>(`/v1/payments?limit=100&minPosition=${position}`);
    return payments.reduce((sum, { captured }) => sum + captured, 0);
  };

  it('are both ready, and one of them keeps all read models up', async () => {
    await owner();
    expect(await sellAndSum()).toBe(sales * AMOUNT);
  });

  it('change places when the owner is frozen and its sessions end; what wakes up writes nothing', async () => {
    const frozen = await owner();
    frozen.process.kill('SIGSTOP');
    await execute(database.url, END_SESSIONS_OF_THE_OWNER);
    const other = await owner(projectors.filter((each) => each !== frozen));
    expect(await sellAndSum()).toBe(sales * AMOUNT);
    frozen.process.kill('SIGCONT');
    expect(await owner()).toBe(other);
    expect(await sellAndSum()).toBe(sales * AMOUNT);
  });

  it('change places when the owner is killed, without anybody waiting for it', async () => {
    const killed = await owner();
    await killed.end('SIGKILL');
    projectors = projectors.filter((each) => each !== killed);
    expect([await owner()]).toEqual(projectors);
    expect(await sellAndSum()).toBe(sales * AMOUNT);
  });

  it('do the rebuilds that the server is asked for, also one that was asked for while none of them ran', async () => {
    expect((await admin.send('POST', '/v1/projections/payments/rebuild')).status).toBe(202);
    expect(await rebuilt('payments')).toMatchObject({ status: 'done' });
    await Promise.all(projectors.map((each) => each.end('SIGKILL')));
    expect((await admin.send('POST', '/v1/projections/balances/rebuild')).status).toBe(202);
    expect((await admin.send('POST', '/v1/projections/balances/rebuild')).status).toBe(409);
    expect(await rebuildOf('balances')).toMatchObject({ status: 'running', phase: 'building', done: 0 });
    projectors = [await startProjector({ ...settings, HEZHANG_PROJECTOR_PORT: await freePort() })];
    const { digest, replacedDigest } = await rebuilt('balances');
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(digest).toBe(replacedDigest);
  });

  const rebuildOf = async (name: string): Promise<Rebuilt> => {
    const all = await admin.data<{ name: string; rebuild: Rebuilt }[]>('/v1/projections');
    return all.find((each) => each.name === name)?.rebuild as Rebuilt;
  };
  const rebuilt = (name: string): Promise<Rebuilt> =>
    eventually(async () => {
      const rebuild = await rebuildOf(name);
      expect(rebuild.status).not.toBe('running');
      return rebuild;
    });
});

interface Rebuilt {
  readonly status: string;
  readonly digest: string;
  readonly replacedDigest: string;
}
