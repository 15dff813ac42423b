import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  isConsistent,
  isIncluded,
  leafHash,
  openCheckpoint,
  rootOfHashes,
  hashesOf,
  verifierFrom,
  type Checkpoint,
  type Verifier,
} from '#audit/testing';
import { verify } from '../../apps/cli/src/commands/verify.js';
import { decodeConfig } from '../../apps/server/src/config.js';
import type { Caller } from './support/caller.js';
import { eventually } from './support/eventually.js';
import { runLedger, type RunningLedger } from './support/running-ledger.js';

interface Inclusion {
  readonly index: number;
  readonly size: number;
  readonly leaf: string;
  readonly proof: string[];
  readonly checkpoint: string;
}

const until = (isSo: () => Promise<boolean>): Promise<void> =>
  eventually(async () => {
    if (!(await isSo())) throw new Error('it never came to be');
  });

describe('the audit over HTTP', () => {
  let ledger: RunningLedger;
  let auditor: Caller;
  let verifiers: Verifier[];

  beforeAll(async () => {
    ledger = await runLedger({ HEZHANG_CHECKPOINT_S: '1' });
    auditor = await ledger.as('auditor');
    await merchants(3);
    await until(async () => (await auditor.get('/v1/audit/checkpoint')).status === 200);
    verifiers = (await auditor.data<string[]>('/v1/audit/keys')).map(verifierFrom);
  });
  afterAll(() => ledger.end());

  let made = 0;
  async function merchants(count: number): Promise<string> {
    let position = '';
    for (let n = 0; n < count; n += 1) {
      made += 1;
      const { body } = await ledger.admin.post('/v1/merchants', { id: `m${String(made)}`, name: 'm', cutOff: '24:00' });
      ({ position } = body as { position: string });
    }
    return position;
  }

  function opened(note: string): Checkpoint {
    const checkpoint = openCheckpoint(note, verifiers);
    if (!checkpoint) throw new Error(`not signed by this log: ${note}`);
    return checkpoint;
  }

  const newest = async (): Promise<Checkpoint> => opened((await auditor.get('/v1/audit/checkpoint')).text);
  const hashes = (texts: readonly string[]): Buffer[] => texts.map((text) => Buffer.from(text, 'base64'));
  const inclusion = async (query: string): Promise<Inclusion> => {
    const { status, body, text } = await auditor.get(`/v1/audit/proofs/inclusion?${query}`);
    if (status !== 200) throw new Error(text);
    return body as Inclusion;
  };

  it('proves an event by its position and by its place in its stream', async () => {
    const position = await merchants(2);
    await until(async () => (await auditor.get(`/v1/audit/proofs/inclusion?position=${position}`)).status === 200);
    for (const query of [`position=${position}`, `stream=merchant.m1&revision=0`]) {
      const { index, leaf, proof, checkpoint } = await inclusion(query);
      const bytes = Buffer.from(leaf, 'base64');
      expect(bytes.includes('MerchantRegistered')).toBe(true);
      expect(isIncluded(leafHash(bytes), index, opened(checkpoint), hashes(proof))).toBe(true);
      expect(isIncluded(leafHash(Buffer.from('x')), index, opened(checkpoint), hashes(proof))).toBe(false);
    }
  });

  it('proves that an older checkpoint is kept', async () => {
    const older = await newest();
    await merchants(3);
    await until(async () => (await newest()).size > older.size);
    const newer = await newest();
    const path = `/v1/audit/proofs/consistency?from=${String(older.size)}&to=${String(newer.size)}`;
    const { body } = await auditor.get(path);
    expect(isConsistent(older, newer, hashes((body as { proof: string[] }).proof))).toBe(true);
  });

  it('serves tiles from which anybody makes the root', async () => {
    const { size, root } = await newest();
    const path = `/v1/audit/tile/0/000.p/${String(size)}`;
    const headers = { authorization: `Bearer ${auditor.key ?? ''}` };
    const bytes = Buffer.from(await (await fetch(`${ledger.url}${path}`, { headers })).arrayBuffer());
    expect(rootOfHashes(hashesOf(bytes))).toEqual(root);
    expect((await auditor.get('/v1/audit/tile/0/000')).status).toBe(404);
    expect((await auditor.get('/v1/audit/tile/1/000.p/1')).status).toBe(404);
    expect((await auditor.get('/v1/audit/tile/nonsense')).status).toBe(404);
  });

  it('lists checkpoints, each of which is a file too', async () => {
    const listed = await auditor.data<{ size: number; signedAt: string; note: string }[]>('/v1/audit/checkpoints?limit=1000');
    for (const { size, signedAt, note } of listed) {
      expect(opened(note).size).toBe(size);
      const file = join(signedAt.slice(0, 10), `${String(size).padStart(16, '0')}.checkpoint`);
      expect(await readFile(join(ledger.dataFolder, 'checkpoints', file), 'utf8')).toBe(note);
    }
    const last = listed.at(-1)?.size ?? 0;
    expect(last).toBeGreaterThan(0);
    const more = await auditor.data<{ size: number }[]>(`/v1/audit/checkpoints?after=${String(last)}`);
    expect(more.every(({ size }) => size > last)).toBe(true);
    expect(await readdir(ledger.dataFolder)).toContain('audit.key');
  });

  it('says what it can not prove, and why', async () => {
    const { size } = await newest();
    const beyond = `/v1/audit/proofs/consistency?from=1&to=${String(size + 1_000)}`;
    expect((await auditor.get(beyond)).body).toMatchObject({ code: 'NOT_SEALED' });
    expect((await auditor.get('/v1/audit/proofs/consistency?from=2&to=1')).body).toMatchObject({ code: 'REQUEST_INVALID' });
    expect((await auditor.get('/v1/audit/proofs/consistency?from=0&to=1')).status).toBe(400);
    const unknown = '/v1/audit/proofs/inclusion?stream=merchant.none&revision=0';
    expect((await auditor.get(unknown)).body).toMatchObject({ code: 'NOT_FOUND' });
    expect((await auditor.get('/v1/audit/proofs/inclusion?revision=0')).status).toBe(400);
  });

  it('is verified by a command that asks no server', async () => {
    const [checkpoint, key] = ['old.checkpoint', 'public.key'].map((name) => join(ledger.dataFolder, name)) as [string, string];
    await writeFile(checkpoint, (await auditor.get('/v1/audit/checkpoint')).text);
    await writeFile(key, `${(await auditor.data<string[]>('/v1/audit/keys')).join('\n')}\n`);
    const printed: string[] = [];
    const config = decodeConfig({
      DATABASE_URL: ledger.databaseUrl,
      HEZHANG_DATA: ledger.dataFolder,
      ...ledger.log.settings,
    });
    const run = (...args: string[]): Promise<number> =>
      verify.run({ config, args, print: (line) => printed.push(line), asked: new Promise(() => undefined) });
    expect([await run('--checkpoint', checkpoint, '--key', key, '--projections'), printed]).toEqual([
      0,
      [expect.stringMatching(/^\d+ events .* of them sealed\.$/), 'verified: nothing is wrong'],
    ]);
    await writeFile(checkpoint, (await readFile(checkpoint, 'utf8')).replace('\n', '0\n'));
    expect(await run('--checkpoint', checkpoint, '--key', key)).toBe(1);
    expect(printed.at(-3)).toMatch(/^checkpoint: .* is not signed by the log/);
  });
});
