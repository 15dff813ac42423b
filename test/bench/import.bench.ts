import 'reflect-metadata';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStatement } from '#statements';
import type { ChannelRow } from '../../apps/cli/src/demo/story/statements/channel-row.js';
import { wechatTrades } from '../../apps/cli/src/demo/story/statements/wechat.js';
import { uploadStatement } from '../../apps/cli/src/statement-upload.js';
import { decodeConfig } from '../../apps/server/src/config.js';
import { startServer } from '../../apps/server/src/start.js';
import { rounded, sideBySide, type Contender } from './rounds.js';

const MERCHANT = 'bench';
const MERCHANT_NO = '1900000109';
const FROM_MS = Date.parse('2026-09-20T00:00:00+08:00');
const DAY_MS = 86_400_000;

export interface ImportSize {
  readonly rounds?: number;
  /** Of each file. */
  readonly rows?: number;
}

/** From a trade bill of WeChat Pay to durable events over HTTP, beside reading the same file alone. */
export async function benchImport(
  databaseUrl: string,
  { rounds = 3, rows = 20_000 }: ImportSize = {},
): Promise<Record<string, unknown>> {
  const folder = await mkdtemp(join(tmpdir(), 'hezhang-bench-'));
  const server = await startServer(decodeConfig({ PORT: '0', DATABASE_URL: databaseUrl, HEZHANG_DATA: folder }));
  try {
    await setUp(server.url, server.adminKey);
    const bills = new Bills(folder, rows);
    const fresh = contender('import, new rows', rows, async () => imported(await bills.next(), server));
    const known = contender('import, known rows', rows, async () => imported(await bills.mostlyKnown(), server));
    const plain = contender('plain parse', rows, () => parsed(bills.last));
    const results = await sideBySide([fresh, known, plain], { rounds, seconds: 0 });
    const overPlain = (one: Contender): number =>
      rounded((results.get(one.name)?.perSecond ?? NaN) / (results.get(plain.name)?.perSecond ?? NaN));
    return {
      unit: `rows/s, durable, ${String(rows)} a file; medians of interleaved rounds`,
      results: Object.fromEntries(results),
      ratios: {
        'import of new rows over plain parse': overPlain(fresh),
        'import of known rows over plain parse': overPlain(known),
      },
    };
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** `work` answers how many rows it saw, and how long that took: what it needs is made before its clock starts. */
const contender = (name: string, rows: number, work: () => Promise<Worked>): Contender => ({
  name,
  run: async () => {
    const { seen, ms } = await work();
    if (seen !== rows) throw new Error(`${name}: ${String(seen)} rows of ${String(rows)}`);
    return { perSecond: (rows * 1000) / ms };
  },
});

interface Worked {
  readonly seen: number;
  readonly ms: number;
}

/** Bills in a folder. */
class Bills {
  last = '';
  private bills = 0;
  private files = 0;

  constructor(
    private readonly folder: string,
    private readonly rows: number,
  ) {}

  /** Rows that no bill before had. */
  next(): Promise<string> {
    this.bills += 1;
    return this.write(this.rowsOf(this.bills));
  }

  /** The rows of the last one but for the first, which makes it a file of its own. */
  mostlyKnown(): Promise<string> {
    const [first, ...others] = this.rowsOf(this.bills);
    return this.write(
      first ? [{ ...first, numbers: { ...first.numbers, tradeNo: `43${first.numbers.tradeNo}` } }, ...others] : [],
    );
  }

  private async write(rows: readonly ChannelRow[]): Promise<string> {
    this.files += 1;
    this.last = join(this.folder, `${String(this.files)}.zip`);
    await writeFile(this.last, wechatTrades(MERCHANT_NO, rows).content);
    return this.last;
  }

  private rowsOf(bill: number): ChannelRow[] {
    return Array.from({ length: this.rows }, (_, index) => {
      const amount = 1000 + ((index * 37) % 90_000);
      const no = `${String(bill).padStart(6, '0')}${String(index).padStart(12, '0')}`;
      return {
        channel: 'wechat',
        merchantNo: MERCHANT_NO,
        kind: 'payment',
        at: FROM_MS + Math.floor((index * DAY_MS) / this.rows),
        method: 'wechat',
        amount,
        fee: Math.round((amount * 38) / 10_000),
        numbers: { tradeNo: `4200000000${no}`, orderNo: `A${no}`, terminalNo: '10000001' },
      };
    });
  }
}

const SILENT = { show: (): void => undefined };

async function imported(path: string, { url, adminKey }: { readonly url: string; readonly adminKey: string }): Promise<Worked> {
  const began = performance.now();
  const uploaded = await uploadStatement(path, { url, adminKey, account: undefined, merchant: MERCHANT }, SILENT);
  const ms = performance.now() - began;
  if ('refused' in uploaded) throw new Error(uploaded.refused);
  const { recorded, known } = uploaded.imported;
  return { seen: recorded + known, ms };
}

async function parsed(path: string): Promise<Worked> {
  const began = performance.now();
  const opened = await openStatement({ name: path, path }, []);
  if (!opened.ok) throw new Error(opened.refusal.says);
  let seen = 0;
  for await (const batch of opened.value.lines()) seen += batch.filter((line) => 'row' in line).length;
  await opened.value.close();
  return { seen, ms: performance.now() - began };
}

async function setUp(url: string, adminKey: string): Promise<void> {
  const say = async (path: string, body: unknown): Promise<void> => {
    const headers = { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' };
    const response = await fetch(`${url}/v1/merchants${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(await response.text());
  };
  await say('', { id: MERCHANT, name: 'Bench' });
  await say(`/${MERCHANT}/stores`, { id: 's1', name: 'One' });
  const box = { merchantNo: MERCHANT_NO, terminalNo: '10000001', acquirer: 'wechat', model: 'QR-Box', key: 'k'.repeat(32) };
  await say(`/${MERCHANT}/terminals`, { ...box, storeId: 's1' });
}
