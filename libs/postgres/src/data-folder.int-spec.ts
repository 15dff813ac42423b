import { chmod, chown, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CannotStart } from './cannot-start.js';
import { ensureDataFolder, keepOnce } from './data-folder.js';
import { openDatabase } from './database.js';
import { EmbeddedPostgres } from './embedded/supervisor.js';
import { testDatabase, type TestDatabase } from './testing.js';

describe('the data folder', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'hezhang-data-'))));
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const refusalOf = async (work: Promise<unknown>): Promise<string> => {
    const error = await work.then(
      () => undefined,
      (refusal: unknown) => refusal,
    );
    expect(error).toBeInstanceOf(CannotStart);
    return (error as Error).message;
  };

  it('is made with all folders above it, and may be there already', async () => {
    const deep = join(folder, 'a', 'b');
    await Promise.all([ensureDataFolder(deep), ensureDataFolder(deep)]);
    await ensureDataFolder(deep);
    expect(await readdir(deep)).toEqual([]);
  });

  it('is refused in one line where a file stands in its place or above it', async () => {
    await writeFile(join(folder, 'file'), '');
    expect(await refusalOf(ensureDataFolder(join(folder, 'file')))).toMatch(
      /^\/\S+\/file can not be used: a file .*\(EEXIST\)\.$/,
    );
    expect(await refusalOf(ensureDataFolder(join(folder, 'file', 'var')))).toMatch(
      /a file stands in its place or above it \(EEXIST\)\.$/,
    );
  });

  (process.platform === 'linux' ? it : it.skip)('is refused at once where no folder can be made', async () => {
    for (const use of [ensureDataFolder, (place: string) => EmbeddedPostgres.start({ folder: place })]) {
      expect(await refusalOf(use('/proc/nope/var'))).toMatch(/^\/proc\/nope\/var can not be used: .*\(ENOENT\)\.$/);
    }
  });

  it('is refused in one line where this account may not write', async () => {
    await chmod(folder, 0o500);
    const ours = process.geteuid?.();
    if (ours === 0) {
      await chown(folder, 65_534, 65_534);
      await chmod(folder, 0o700);
      process.seteuid?.(12_345);
    }
    try {
      expect(await refusalOf(ensureDataFolder(folder))).toMatch(/this account may not write there \(EACCES\)\.$/);
    } finally {
      if (ours === 0) process.seteuid?.(0);
      await chmod(folder, 0o700);
    }
  });

  it('is refused in one line where its login data can not be read', async () => {
    await writeFile(join(folder, 'connection.json'), '{"database":');
    expect(await refusalOf(EmbeddedPostgres.start({ folder }))).toMatch(/^\/\S+\/connection\.json is damaged[^\n]+\.$/);
  });

  it('keeps what was written first, whole and for its owner alone', async () => {
    const file = join(folder, 'a.key');
    await Promise.all(Array.from({ length: 20 }, (_, index) => keepOnce(file, `text ${String(index)}\n`)));
    const kept = await readFile(file, 'utf8');
    expect(kept).toMatch(/^text \d+\n$/);
    await keepOnce(file, 'later');
    expect(await readFile(file, 'utf8')).toBe(kept);
    expect([(await stat(file)).mode & 0o777, await readdir(folder)]).toEqual([0o600, ['a.key']]);
  });
});

describe('a PostgreSQL of your own', () => {
  let database: TestDatabase;
  beforeAll(async () => (database = await testDatabase()));
  afterAll(() => database.drop());

  const withUrl = (change: (url: URL) => void): string => {
    const url = new URL(database.url);
    change(url);
    return url.href;
  };

  it.each([
    ['where nobody listens', (url: URL) => (url.port = '1'), /at 127\.0\.0\.1:1 can not be reached \(ECONNREFUSED\)/],
    [
      'on no host',
      (url: URL) => (url.hostname = 'no-such-host.invalid'),
      /at no-such-host\.invalid:\d+ can not be reached \((ENOTFOUND|EAI_AGAIN)\)/,
    ],
    ['with a wrong password', (url: URL) => (url.password = 'not-the-password'), /password authentication failed/],
    ['without the database', (url: URL) => (url.pathname = '/no_such_database'), /database "no_such_database" does not exist/],
  ])('is refused in one line %s, without its password', async (_how, change, says) => {
    const refusal = await openDatabase({ folder: '/nowhere', databaseUrl: withUrl(change) }).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(CannotStart);
    const { message } = refusal as Error;
    expect(message).toMatch(says);
    expect(message).toMatch(/^DATABASE_URL: [^\n]+\.$/);
    for (const secret of [new URL(database.url).password, 'not-the-password']) expect(message).not.toContain(secret);
  });

  it('is refused where its role may not make schemas', async () => {
    const databaseUrl = withUrl((url) => (url.pathname = '/template1'));
    await expect(openDatabase({ folder: '/nowhere', databaseUrl })).rejects.toThrow(
      /may not make schemas in database template1\.$/,
    );
  });
});
