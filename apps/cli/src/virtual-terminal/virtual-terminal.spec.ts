import type { Reply, Transaction, Waiting } from './terminal-client.js';
import { VirtualTerminal, type LedgerOfTerminal, type Verdict } from './virtual-terminal.js';

const REQUEST: Waiting = {
  requestId: 'req_69_0123456789ab',
  orderId: '69',
  status: 'requested',
  amount: 12_990,
  expiresAt: '2026-09-21T02:15:00.000Z',
};

function terminalOn(verdict: Verdict, refusal?: string, operatorNo?: string) {
  const said: string[] = [];
  const told: Transaction[] = [];
  const reported: unknown[] = [];
  const answer = (code?: string): Promise<Reply> => Promise.resolve({ status: code === undefined ? 200 : 409, code, body: {} });
  const ledger: LedgerOfTerminal = {
    waiting: () => Promise.resolve([REQUEST]),
    confirm: () => answer(refusal),
    tell: (transaction) => {
      told.push(transaction);
      return answer();
    },
    report: (_, outcome) => {
      reported.push(outcome);
      return answer();
    },
  };
  const terminal = new VirtualTerminal(ledger, {
    print: (line) => said.push(line),
    judge: () => Promise.resolve(verdict),
    method: 'card',
    ...(operatorNo !== undefined && { operatorNo }),
    batchNo: '260921',
    firstTrace: 999_999,
    now: () => new Date('2026-09-21T02:01:00Z'),
  });
  return { terminal, said, told, reported };
}

describe('a virtual terminal', () => {
  it.each([
    ['approve', '00', { outcome: 'approved', response_code: '00', amount: 12_990 }],
    ['decline', '51', { outcome: 'declined', response_code: '51' }],
    ['unknown', '98', { outcome: 'unknown', response_code: '98' }],
  ] as const)('that is to %s tells the transaction under the request, then the outcome', async (verdict, code, outcome) => {
    const { terminal, told, reported } = terminalOn(verdict);
    expect(await terminal.serve()).toBe(1);
    expect(told).toMatchObject([
      { response_code: code, amount: 12_990, trace_no: '999999', instruction_id: REQUEST.requestId },
    ]);
    expect(reported).toEqual([outcome]);
  });

  it('tells who is at the till, where it knows', async () => {
    const known = terminalOn('approve', undefined, '07');
    const unknown = terminalOn('approve');
    await known.terminal.serve();
    await unknown.terminal.serve();
    expect(known.told).toMatchObject([{ operator_no: '07' }]);
    expect(unknown.told[0]).not.toHaveProperty('operator_no');
  });

  it('takes no money that the ledger did not agree to', async () => {
    const { terminal, told, said } = terminalOn('approve', 'REQUEST_EXPIRED');
    expect(await terminal.serve()).toBe(0);
    expect(told).toEqual([]);
    expect(said.at(-1)).toContain('REQUEST_EXPIRED');
  });

  it('wraps its trace to 000001, and does not ask again about what was left', async () => {
    const { terminal, told } = terminalOn('approve');
    await terminal.serve();
    await terminal.serve();
    expect(told.map(({ trace_no }) => trace_no)).toEqual(['999999', '000001']);
    const left = terminalOn('leave');
    expect([await left.terminal.serve(), await left.terminal.serve()]).toEqual([0, 0]);
    expect(left.said).toHaveLength(1);
  });
});
