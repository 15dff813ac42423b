import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Reply } from './support/reply.js';
import { runLedger, type RunningLedger } from './support/running-ledger.js';
import { openShop, tell, transaction } from './support/shop.js';

const codeOf = ({ body }: Reply): unknown => (body as { code?: unknown }).code;

const FORMULA = '=HYPERLINK("http://a.example","表外")';

describe('exports within limits', () => {
  let folder: string;
  let ledger: RunningLedger;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hezhang-exports-'));
    const chart = join(folder, 'chart.json');
    writeFileSync(chart, JSON.stringify({ accounts: [{ path: 'memo', code: 'M1', name: FORMULA }] }));
    ledger = await runLedger({ HEZHANG_CHART: chart, HEZHANG_EXPORTS: '1' });
    await openShop(ledger.admin);
  });
  afterAll(async () => {
    await ledger.end();
    rmSync(folder, { recursive: true });
  });

  it('go by the chart that was set, and name what stands nowhere in it', async () => {
    const { body } = await tell(ledger.nobody, transaction({ kind: 'authorization', amount: 20_000, auth_code: '012345' }));
    const seen = (reply: unknown): string => `minPosition=${(reply as { position: string }).position}`;
    const mapped = await ledger.admin.get(`/v1/exports/trial-balance?${seen(body)}`);
    const { data } = mapped.body as { readonly data: readonly { readonly code: string; readonly name: string }[] };
    expect(data.map(({ code, name }) => [code, name])).toEqual([
      ['M1', FORMULA],
      ['M1', FORMULA],
    ]);
    const csv = await ledger.admin.get(`/v1/exports/trial-balance?format=csv&${seen(body)}`);
    expect(csv.text.split('\r\n')[1]).toMatch(/^M1,"'=HYPERLINK\(""http:\/\/a.example"",""表外""\)",memo:/);
    const sale = await tell(ledger.nobody, transaction({ amount: 100 }));
    for (const what of ['trial-balance', 'general-ledger']) {
      const reply = await ledger.admin.get(`/v1/exports/${what}?${seen(sale.body)}`);
      expect([reply.status, codeOf(reply)]).toEqual([422, 'ACCOUNTS_UNMAPPED']);
      expect(reply.body).toMatchObject({
        details: { count: 2, accounts: expect.stringContaining('assets:clearing:') as unknown },
      });
    }
    expect((await ledger.admin.get('/v1/exports/journal')).status).toBe(200);
  });

  it('are so many at once, the next is told to try again', async () => {
    // Each waits for a position that does not come: one in its place, the other for a place.
    const waiting = '/v1/exports/trial-balance?minPosition=0000000099999999';
    const replies = await Promise.all([waiting, waiting].map((path) => ledger.admin.send('GET', path)));
    const told = replies.map((reply) => [reply.status, codeOf(reply), reply.headers.get('retry-after')]);
    expect(told).toEqual(
      expect.arrayContaining([
        [429, 'EXPORTS_BUSY', '5'],
        [503, 'PROJECTION_BEHIND', '1'],
      ]),
    );
    expect((await ledger.admin.get('/v1/exports/payments')).status).toBe(200);
  });
});
