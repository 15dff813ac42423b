import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { CheckpointFolder, PostgresTreeStore, verifyTimestamps } from '#audit';
import { openPool } from '#postgres';
import { verify } from '../../apps/cli/src/commands/verify.js';
import { decodeConfig } from '../../apps/server/src/config.js';
import { eventually } from './support/eventually.js';
import { runLedger, type RunningLedger } from './support/running-ledger.js';
import { TestAuthority, hasOpenssl } from './support/time-stamping.js';

interface Row {
  readonly size: number;
  readonly note: string;
  readonly token: Buffer;
}

const isHere = hasOpenssl();
if (!isHere) process.stderr.write('SKIPPED: no openssl on the path, so there is nobody to stamp checkpoints\n');

(isHere ? describe : describe.skip)('time-stamps of checkpoints', () => {
  let authority: TestAuthority;
  let stranger: TestAuthority;
  let ledger: RunningLedger;
  let database: Client;

  beforeAll(async () => {
    [authority, stranger] = await Promise.all([TestAuthority.start(), TestAuthority.start()]);
    authority.behaves = () => Promise.resolve(503);
    ledger = await runLedger({ HEZHANG_CHECKPOINT_S: '1', HEZHANG_TSA_URL: authority.url });
    database = new Client({ connectionString: ledger.databaseUrl });
    await database.connect();
  });
  afterAll(async () => {
    await database.end();
    await ledger.end();
    await Promise.all([authority.stop(), stranger.stop()]);
  });

  let made = 0;
  const merchant = async (): Promise<void> => {
    made += 1;
    await ledger.admin.post('/v1/merchants', { id: `m${String(made)}`, name: 'm', cutOff: '24:00' });
  };
  const rows = async (): Promise<Row[]> =>
    (await database.query<Row>('select size::int, note, token from audit.timestamps join audit.checkpoints using (size)')).rows;
  const shown = (says: RegExp): Promise<void> =>
    eventually(async () => {
      const { rows: trees } = await database.query<{ error: string | null }>('select error from audit.tree');
      expect(trees[0]?.error ?? '').toMatch(says);
    });
  const checkpoints = async (): Promise<number> => (await ledger.admin.data<object[]>('/v1/audit/checkpoints')).length;

  /** What `verify` answers, and what it says of time-stamps. */
  async function verified(...args: string[]): Promise<[number, string[]]> {
    const printed: string[] = [];
    const settings = { ...ledger.log.settings, DATABASE_URL: ledger.databaseUrl, HEZHANG_DATA: ledger.dataFolder };
    const asked = Promise.withResolvers<undefined>().promise;
    const code = await verify.run({ config: decodeConfig(settings), args, print: (line) => printed.push(line), asked });
    return [code, printed.filter((line) => line.includes('time-stamp'))];
  }

  it('are waited for by nobody, and refused where they are of something else', async () => {
    await merchant();
    await shown(/^time-stamps: http.*answers 503$/);
    authority.behaves = () => Promise.resolve(Buffer.from('<html>'));
    await shown(/no token of \d+ events: this is no answer of RFC 3161$/);
    authority.behaves = () => authority.stampOf('another note\n');
    await shown(/its token is of something else$/);
    const before = await checkpoints();
    await merchant();
    await eventually(async () => expect(await checkpoints()).toBeGreaterThan(before));
    expect(await rows()).toEqual([]);
    expect((await ledger.admin.get('/v1/audit/checkpoints/1/timestamp')).status).toBe(404);
    expect(await verified('--timestamps')).toEqual([
      0,
      ['No good time-stamp.', 'Who signed time-stamps was not looked at: no certificate of the authority is given.'],
    ]);
  });

  it('are kept as the authority answered, filed, served, and of one checkpoint a day', async () => {
    authority.behaves = (request, stamp) => stamp(request);
    await eventually(async () => expect(await rows()).toHaveLength(1), 60_000);
    await shown(/^$/);
    const [row] = await rows();
    const { size = 0, token = Buffer.alloc(0), note = '' } = row ?? {};
    const response = await fetch(`${ledger.url}/v1/audit/checkpoints/${String(size)}/timestamp`, {
      headers: { Authorization: `Bearer ${ledger.admin.key ?? ''}` },
    });
    expect(response.headers.get('content-type')).toBe('application/timestamp-reply');
    expect(Buffer.from(await response.arrayBuffer()).equals(token)).toBe(true);
    const folder = join(ledger.dataFolder, 'checkpoints');
    const [day = ''] = (await readdir(folder)).slice(-1);
    const file = join(folder, day, String(size).padStart(16, '0'));
    expect((await readFile(`${file}.tsr`)).equals(token)).toBe(true);
    expect(await readFile(`${file}.checkpoint`, 'utf8')).toBe(note);
    const { asked } = authority;
    const before = await checkpoints();
    await merchant();
    await eventually(async () => expect(await checkpoints()).toBeGreaterThan(before));
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect([authority.asked, (await rows()).length]).toEqual([asked, 1]);
  });

  it('are held against checkpoint and authority by verify', async () => {
    const [{ size, note, token } = { size: 0, note: '', token: Buffer.alloc(0) }] = await rows();
    const good = expect.stringMatching(
      new RegExp(`^2 good time-stamps: ${String(size)} events existed by 20.*Z\\.$`),
    ) as string;
    expect(await verified('--tsa-ca', authority.caFile)).toEqual([0, [good]]);
    const [code, lines] = await verified('--tsa-ca', stranger.caFile);
    expect([code, lines.length]).toEqual([1, 3]);
    expect(lines[0]).toMatch(
      /^timestamp: time-stamp of checkpoint \d+ of the database: the authority did not sign it, says openssl: /,
    );

    const pool = openPool(ledger.databaseUrl);
    const parts = { store: new PostgresTreeStore(pool), folder: new CheckpointFolder(join(ledger.dataFolder, 'checkpoints')) };
    const lacking = { ...parts, caFile: authority.caFile, openssl: 'no-such-openssl', onDefect: () => undefined };
    expect(await verifyTimestamps(lacking)).toMatchObject({
      good: 2,
      unsignedBecause: 'there is no no-such-openssl on the path',
    });
    await pool.end();

    const put = (bytes: Buffer) => database.query('update audit.timestamps set token = $1', [bytes]);
    const found = async (bytes: Buffer): Promise<string | undefined> => {
      await put(bytes);
      const [, [first]] = await verified('--tsa-ca', authority.caFile);
      return first;
    };
    expect(await found(await authority.stampOf('another note\n'))).toMatch(/of the database: its token is of something else/);
    expect(await found(await stranger.stampOf(note))).toMatch(/the authority did not sign it/);
    const forged = Buffer.from(token);
    forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1;
    expect(await found(forged)).toMatch(/the authority did not sign it/);
    await put(token);

    await expect(verified('--tsa-ca', join(ledger.dataFolder, 'no.pem'))).rejects.toThrow('can not be read');
  });
});
