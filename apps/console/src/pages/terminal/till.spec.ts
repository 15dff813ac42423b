import { ApiProblem } from '../../api/problem';
import type { LedgerOfTerminal, Waiting } from './terminal-api';
import { Till } from './till';
import type { Outcome, Said, Transaction } from './transaction';

const REF = { merchantNo: '898100012340001', terminalNo: 'A0000001' };
const NOW = new Date('2026-09-21T10:13:20.000Z');
const APPROVED: Said = {
  ending: 'approved',
  method: 'card',
  responseCode: '',
  rrn: '092110132001',
  authCode: '123456',
  card: '622202******1234',
  operatorNo: '01',
};
const CANCELLED: Said = { ...APPROVED, ending: 'cancelled', rrn: '', authCode: '', card: '' };

const waiting = (requestId: string, status: Waiting['status'] = 'requested'): Waiting =>
  ({ requestId, orderId: '69', status, amount: 12_990 }) as Waiting;

/** Says what was asked of it; answers are lost, or refused, as long as there is a fault. */
class FakeLedger implements LedgerOfTerminal {
  readonly asked: (string | Transaction | Outcome)[] = [];
  readonly faults: ApiProblem[] = [];
  inbox: readonly Waiting[] = [waiting('r1')];
  frames: readonly string[] = [];

  waiting = () => this.answer('waiting', { position: '07', data: this.inbox });
  confirm = (requestId: string) => this.answer(`confirm ${requestId}`, undefined);
  tell = (transaction: Transaction) => this.answer(transaction, { paymentId: 'pay_1' });
  report = (_requestId: string, outcome: Outcome) => this.answer(outcome, undefined);
  clockOffMs = () => 0;
  stream = (after: string | undefined) => this.answer(`stream ${after ?? ''}`, new Response(this.frames.join('')));

  private answer<A>(asked: string | Transaction | Outcome, answer: A): Promise<A> {
    this.asked.push(asked);
    const fault = this.faults.shift();
    return fault ? Promise.reject(fault) : Promise.resolve(answer);
  }
}

const lost = new ApiProblem('UNREACHABLE', 0);
const refused = new ApiProblem('SIGNATURE_INVALID', 401);
const frame = (id: string, row: Waiting): string => `id: ${id}\nevent: payment-request\ndata: ${JSON.stringify(row)}\n\n`;

async function signedOn(ledger: FakeLedger): Promise<Till> {
  const till = new Till(REF, ledger, () => NOW);
  await till.signOn();
  ledger.asked.length = 0;
  return till;
}

describe('a terminal in the browser', () => {
  it('takes a request on, tells the transaction, then its outcome, and writes the slip', async () => {
    const ledger = new FakeLedger();
    const till = await signedOn(ledger);
    await till.confirm('r1');
    expect(till.snapshot().requests).toMatchObject([{ requestId: 'r1', status: 'confirmed' }]);
    await till.collect(waiting('r1', 'confirmed'), APPROVED);
    expect(ledger.asked).toEqual([
      'confirm r1',
      {
        kind: 'purchase',
        merchant_no: REF.merchantNo,
        terminal_no: REF.terminalNo,
        batch_no: '260921',
        trace_no: '065601',
        amount: 12_990,
        method: 'card',
        response_code: '00',
        occurred_at: NOW.toISOString(),
        instruction_id: 'r1',
        rrn: '092110132001',
        auth_code: '123456',
        card: '622202******1234',
        operator_no: '01',
      },
      { outcome: 'approved', amount: 12_990, response_code: '00' },
    ]);
    expect(till.snapshot()).toMatchObject({ requests: [], slips: [{ paymentId: 'pay_1' }], sending: {} });
  });

  it('tells no transaction where nothing was tried', async () => {
    const ledger = new FakeLedger();
    const till = await signedOn(ledger);
    await till.collect(waiting('r1', 'confirmed'), CANCELLED);
    expect(ledger.asked).toEqual([{ outcome: 'declined' }]);
  });

  it('sends again what may have been lost, under the same numbers and as it was said', async () => {
    const ledger = new FakeLedger();
    const till = await signedOn(ledger);
    ledger.faults.push(lost);
    await expect(till.collect(waiting('r1', 'confirmed'), APPROVED)).rejects.toBe(lost);
    expect(till.snapshot().sending['r1']?.problem).toBe(lost);
    await till.collect(waiting('r1', 'confirmed'), CANCELLED);
    expect(ledger.asked).toEqual([
      ledger.asked[1],
      ledger.asked[0],
      { outcome: 'approved', amount: 12_990, response_code: '00' },
    ]);
    expect(ledger.asked[0]).toMatchObject({ trace_no: '065601' });
  });

  it('may say anew what the ledger refused, and takes the next numbers', async () => {
    const ledger = new FakeLedger();
    const till = await signedOn(ledger);
    ledger.faults.push(new ApiProblem('FIELDS_INVALID', 400));
    await expect(till.collect(waiting('r1', 'confirmed'), APPROVED)).rejects.toThrow();
    expect(till.snapshot().sending).toEqual({});
    await till.collect(waiting('r1', 'confirmed'), { ...APPROVED, rrn: '' });
    expect(ledger.asked[1]).toMatchObject({ trace_no: '065602' });
  });

  it('tells what became of an unknown try under the numbers of that try', async () => {
    const ledger = new FakeLedger();
    const till = await signedOn(ledger);
    await till.collect(waiting('r1', 'confirmed'), { ...APPROVED, ending: 'unknown' });
    await till.collect(waiting('r1', 'confirmed'), { ...APPROVED, ending: 'declined', responseCode: '51' });
    expect(ledger.asked).toMatchObject([
      { trace_no: '065601', response_code: '98' },
      { outcome: 'unknown', response_code: '98' },
      { trace_no: '065601', response_code: '51' },
      { outcome: 'declined', response_code: '51' },
    ]);
    expect(till.snapshot().slips).toMatchObject([{ said: { ending: 'declined' } }]);
  });

  it('hears of requests, keeps what ended unseen, and goes on after what it heard', async () => {
    const ledger = new FakeLedger();
    ledger.frames = [
      frame('08', waiting('r2')),
      frame('09', waiting('r1', 'cancelled')),
      frame('10', waiting('old', 'refunded')),
    ];
    const till = await signedOn(ledger);
    const gone = new AbortController();
    const listening = till.listen(gone.signal);
    while (till.snapshot().link !== 'lost') await new Promise((done) => setTimeout(done, 5));
    expect(till.snapshot().requests).toMatchObject([
      { requestId: 'r1', status: 'cancelled' },
      { requestId: 'r2', status: 'requested' },
    ]);
    till.dismiss('r1');
    expect(till.snapshot().requests).toMatchObject([{ requestId: 'r2' }]);
    ledger.faults.push(refused);
    await listening;
    expect(ledger.asked).toEqual(['stream 07', 'stream 10']);
    expect(till.snapshot().refusal).toBe(refused);
    gone.abort();
  });
});
