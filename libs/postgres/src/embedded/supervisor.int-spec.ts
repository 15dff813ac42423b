import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { isAlive, readPostmaster, runsOn } from './postmaster-file.js';
import { mayRun, type ProcessUser } from './process-user.js';
import { EmbeddedPostgres } from './supervisor.js';

const NOBODY = { name: 'nobody', uid: 65_534, gid: 65_534 };
const isRoot = process.getuid?.() === 0;

describe('the embedded PostgreSQL', () => {
  const started: EmbeddedPostgres[] = [];
  const children: ChildProcess[] = [];
  /** A folder that has been used once: copying it is quicker than making a cluster for every test. */
  let used: string;
  let folder: string;

  beforeAll(async () => {
    used = await mkdtemp(join(tmpdir(), `hezhang-test-${String(process.pid)}-a folder `));
    await (await EmbeddedPostgres.start({ folder: used })).stop();
  });
  afterAll(() => rm(used, { recursive: true, force: true }));
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), `hezhang-test-${String(process.pid)}-a folder `));
    await copy(used, folder);
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    for (const each of started.splice(0)) await each.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function start(where = folder): Promise<EmbeddedPostgres> {
    const embedded = await EmbeddedPostgres.start({ folder: where });
    started.push(embedded);
    return embedded;
  }

  /** The same in a process of its own; answers when it is up. */
  async function startElsewhere(where: string, user?: ProcessUser): Promise<{ child: ChildProcess; pid: number }> {
    const at = (path: string): string => JSON.stringify(pathToFileURL(join(process.cwd(), path)).href);
    const program = `
      await import(${at('test/setup/typescript.mjs')});
      const { EmbeddedPostgres } = await import(${at('libs/postgres/src/embedded/supervisor.ts')});
      const embedded = await EmbeddedPostgres.start({ folder: ${JSON.stringify(where)} });
      process.on('SIGTERM', () => void embedded.stop().then(() => process.exit(0)));
      console.log(embedded.pid);`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
      // Its home must be one that it may write to.
      ...(user && { uid: user.uid, gid: user.gid, env: { HOME: dirname(where), TMPDIR: dirname(where) } }),
    });
    children.push(child);
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    return { child, pid: Number(line.toString()) };
  }

  it('starts, keeps its data over a stop, and serves a role that is not a superuser', async () => {
    const first = await start();
    await run(first.url, 'create table kept as select 7 as seven');
    await first.stop();
    const again = await start();
    expect(await run(again.url, `select seven, current_setting('is_superuser') as super from kept`)).toEqual([
      { seven: 7, super: 'off' },
    ]);
  });

  it('has two ledgers beside each other on different folders', async () => {
    const [one, two] = await Promise.all([start(folder), start(join(folder, 'other'))]);
    expect(one.url).not.toBe(two.url);
    await run(one.url, 'create table only_here ()');
    await expect(run(two.url, 'table only_here')).rejects.toThrow('does not exist');
  });

  it('is started again, on the same address, when it dies while we live', async () => {
    const embedded = await start();
    await run(embedded.url, 'create table kept as select 7 as seven');
    const before = embedded.pid ?? 0;
    process.kill(before, 'SIGKILL');
    expect(await eventually(() => run(embedded.url, 'select seven from kept'))).toEqual([{ seven: 7 }]);
    expect(embedded.pid).not.toBe(before);
  });

  it('is taken over when its Node was killed, and stopped by the one that took it over', async () => {
    const { child, pid } = await startElsewhere(folder);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(isAlive(pid)).toBe(true);
    const heir = await eventually(() => start());
    expect(heir.pid).toBe(pid);
    await heir.stop();
    // As a zombie it may keep its id until somebody reaps it.
    expect(await runsOn(join(folder, 'postgres', 'data'), pid)).toBe(false);
  });

  it('recovers when both were killed', async () => {
    const { child, pid } = await startElsewhere(folder);
    child.kill('SIGKILL');
    process.kill(pid, 'SIGKILL');
    const heir = await start();
    expect(await run(heir.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('is shared by all who start on one folder, and stopped by the last of them', async () => {
    const [one, two] = await Promise.all([start(join(folder, 'new')), start(join(folder, 'new'))]);
    expect(two.url).toBe(one.url);
    await one.stop();
    expect(await run(two.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await two.stop();
    expect(await runsOn(join(folder, 'new', 'postgres', 'data'), two.pid ?? 0)).toBe(false);
  });

  it('is stopped when all who use it end at once', async () => {
    const all = await Promise.all([start(), start(), start()]);
    await Promise.all(all.map((each) => each.stop()));
    expect(await runsOn(join(folder, 'postgres', 'data'), all[0].pid ?? 0)).toBe(false);
  });

  it('comes back for all who use it', async () => {
    const [one, two] = [await start(), await start()];
    process.kill(one.pid ?? 0, 'SIGKILL');
    await eventually(() => run(one.url, 'select 1'));
    expect(two.url).toBe(one.url);
    await one.stop();
    expect(await eventually(() => run(two.url, 'select 1 as one'))).toEqual([{ one: 1 }]);
  });

  it('waits for one that is stopping, and starts anew', async () => {
    const before = await start();
    const [, after] = await Promise.all([before.stop(), start()]);
    expect(await run(after.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('is not kept from starting by a process that has the id of the former one', async () => {
    const embedded = await start();
    await embedded.stop();
    const stale = `${String(process.pid)}\n${folder}\n0\n1\n\n127.0.0.1\n 1 1\nready   \n`;
    await writeFile(join(folder, 'postgres', 'data', 'postmaster.pid'), stale);
    await start();
  });

  (isRoot ? it : it.skip)('runs for an ordinary user too', async () => {
    // In a clone that only root can enter there is no ordinary user to try it with.
    if (!(await mayRun(process.execPath, NOBODY))) return;
    await chown(folder, NOBODY.uid, NOBODY.gid);
    const { child, pid } = await startElsewhere(join(folder, 'var'), NOBODY);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(await readPostmaster(join(folder, 'var', 'postgres', 'data'))).toBeUndefined();
    expect(await runsOn(join(folder, 'var', 'postgres', 'data'), pid)).toBe(false);
  });
});

/** Owners and modes included. */
async function copy(from: string, to: string): Promise<void> {
  await promisify(execFile)('cp', ['-a', `${from}/.`, to]);
}

async function run(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function eventually<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (tries === 100) throw error;
      await sleep(100);
    }
  }
}
