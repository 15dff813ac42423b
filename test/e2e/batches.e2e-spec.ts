import { connect, type Socket } from 'node:net';
import { runLedger, type RunningLedger } from './support/running-ledger.js';
import { openShop, transaction } from './support/shop.js';

const LINES = 40_000;

describe('a batch from one who sends all before reading anything', () => {
  let ledger: RunningLedger;
  beforeAll(async () => {
    ledger = await runLedger();
    await openShop(ledger.admin);
  });
  afterAll(() => ledger.end());

  /** Sends a batch on a bare connection and reads nothing yet. */
  async function sent(lines: readonly string[]): Promise<Socket> {
    const body = lines.join('\n');
    const { hostname, port } = new URL(ledger.url);
    const socket = connect(Number(port), hostname).pause();
    const head = [
      'POST /v1/channels/pos/transactions HTTP/1.1',
      'Host: ledger',
      `Authorization: Bearer ${ledger.admin.key ?? ''}`,
      'Content-Type: application/x-ndjson',
      `Content-Length: ${String(Buffer.byteLength(body))}`,
      'Connection: close',
    ];
    await new Promise((resolve) => socket.write(`${head.join('\r\n')}\r\n\r\n${body}`, resolve));
    return socket;
  }

  async function results(socket: Socket): Promise<{ line: number; status: string }[]> {
    let text = '';
    for await (const piece of socket) text += (piece as Buffer).toString('latin1');
    return [...text.matchAll(/^\{"line".*\}$/gm)].map(([line]) => JSON.parse(line) as { line: number; status: string });
  }

  it('gets a result for each line, and others are answered meanwhile', async () => {
    const socket = await sent(Array.from({ length: LINES }, () => '1'));
    expect((await ledger.nobody.get('/health/live')).status).toBe(200);
    const told = await results(socket);
    expect(told.map(({ line }) => line)).toEqual(Array.from({ length: LINES }, (_, index) => index + 1));
    expect(new Set(told.map(({ status }) => status))).toEqual(new Set(['refused']));
  });

  it('has its transactions applied in order', async () => {
    const told = await results(await sent(Array.from({ length: 1_000 }, () => JSON.stringify(transaction({})))));
    expect(told.map(({ line }) => line)).toEqual(Array.from({ length: 1_000 }, (_, index) => index + 1));
    expect(new Set(told.map(({ status }) => status))).toEqual(new Set(['applied']));
  });
});
