import { plusMs } from '#kernel';
import { NOW, OPENED_AT, asking, balanceUnder, bookOf, journal, play, record, tale, type Played } from '../testing.js';
import type { PaymentCommand, PaymentFact } from './payment.messages.js';

const { capture, refund, release, withdraw } = asking;
const THIRTY_DAYS_MS = 30 * 86_400_000;

const given = (words: string): Played => record(tale(words));
const when = (before: Played, ...commands: PaymentCommand[]): Played => play(commands, before);
const codeOf = (words: string, ...commands: PaymentCommand[]): string | undefined => when(given(words), ...commands).refusal;
const open = ({ state }: Played): unknown => state.standing?.instructions;

describe('an instruction to capture', () => {
  it('holds what it asks for on memo accounts and moves no money', () => {
    const asked = when(given('authorize 200.00'), capture(230_00));
    expect(journal(asked.events.slice(1))).toEqual([
      '2026-09-21 instruction: Dr memo:instructed-capture:898100012340001 230.00 Cr memo:instructed-capture-contra:898100012340001 230.00',
    ]);
    expect(open(asked)).toEqual([{ instructionId: 'i1', type: 'capture', amount: 230_00 }]);
    expect(asked.state.standing).toMatchObject({ status: 'authorized', captured: 0, held: 200_00 });
  });

  it('is refused above 115 % of the authorization, rounded down', () => {
    expect(codeOf('authorize 9.99', capture(11_48))).toBeUndefined();
    expect(codeOf('authorize 9.99', capture(11_49))).toBe('CAPTURE_EXCEEDS_AUTHORIZATION');
  });

  it('of several counts what was captured and what is instructed', () => {
    const held = given('authorize 200.00 multi; capture 100.00');
    expect(when(held, capture(60_00, 'i1'), capture(70_00, 'i2')).refusal).toBeUndefined();
    expect(when(held, capture(60_00, 'i1'), capture(70_01, 'i2')).refusal).toBe('CAPTURE_EXCEEDS_AUTHORIZATION');
  });

  it.each`
    given                                        | code
    ${'purchase 12.34'}                          | ${'NOTHING_TO_CAPTURE'}
    ${'decline authorization 200.00'}            | ${'NOTHING_TO_CAPTURE'}
    ${'authorize 200.00; void authorization'}    | ${'NOTHING_TO_CAPTURE'}
    ${'authorize 200.00; reverse authorization'} | ${'NOTHING_TO_CAPTURE'}
    ${'authorize 200.00; capture 50.00'}         | ${'NOTHING_TO_CAPTURE'}
    ${'authorize 200.00; +30d expire'}           | ${'AUTHORIZATION_EXPIRED'}
    ${'authorize 200.00; unknown capture 50.00'} | ${'PAYMENT_OUTCOME_UNKNOWN'}
    ${'unknown authorization 200.00'}            | ${'PAYMENT_OUTCOME_UNKNOWN'}
  `('is refused after: $given', ({ given: words, code }: Record<'given' | 'code', string>) => {
    expect(codeOf(words, capture(1))).toBe(code);
  });

  it('is refused from the moment the hold ends, whether the expiry was noticed or not', () => {
    const ends = plusMs(OPENED_AT, THIRTY_DAYS_MS);
    expect(codeOf('authorize 200.00', capture(1, 'i1', plusMs(ends, -1)))).toBeUndefined();
    expect(codeOf('authorize 200.00', capture(1, 'i1', ends))).toBe('AUTHORIZATION_EXPIRED');
  });

  it('is refused beside another one on a single-capture product, and beside a void', () => {
    expect(codeOf('authorize 200.00', capture(1, 'i1'), capture(1, 'i2'))).toBe('INSTRUCTION_OUTSTANDING');
    expect(codeOf('authorize 200.00 multi', release('i1'), capture(1, 'i2'))).toBe('INSTRUCTION_OUTSTANDING');
    expect(codeOf('authorize 200.00 multi', capture(1, 'i1'), capture(1, 'i2'))).toBeUndefined();
  });

  it('is refused without an amount, and without a payment', () => {
    expect(codeOf('authorize 200.00', capture(0))).toBe('AMOUNT_NOT_POSITIVE');
    expect(codeOf('', capture(1))).toBe('PAYMENT_NOT_FOUND');
  });
});

describe('an instruction to refund', () => {
  it('is held until the refund comes', () => {
    const asked = when(given('purchase 100.00'), refund(30_00));
    expect(balanceUnder(asked, 'memo:instructed-refund:')).toBe(30_00);
    expect(asked.state.standing).toMatchObject({ status: 'captured', refunded: 0 });
  });

  it('never lets refunds exceed what was captured, open instructions included', () => {
    expect(codeOf('purchase 100.00; refund 30.00', refund(70_00))).toBeUndefined();
    expect(codeOf('purchase 100.00; refund 30.00', refund(70_01))).toBe('REFUND_EXCEEDS_CAPTURED');
    expect(codeOf('purchase 100.00', refund(60_00, 'i1'), refund(40_01, 'i2'))).toBe('REFUND_EXCEEDS_CAPTURED');
    expect(codeOf('purchase 100.00', refund(60_00, 'i1'), withdraw('i1'), refund(100_00, 'i2'))).toBeUndefined();
  });

  it('may give back what stands on suspense', () => {
    expect(codeOf('authorize 200.00; capture 100.00; capture 100.00', refund(200_00))).toBeUndefined();
  });

  it.each`
    given                                    | code
    ${'authorize 200.00'}                    | ${'NOTHING_TO_REFUND'}
    ${'purchase 12.34; void purchase'}       | ${'NOTHING_TO_REFUND'}
    ${'purchase 12.34; reverse purchase'}    | ${'NOTHING_TO_REFUND'}
    ${'purchase 12.34; refund 12.34'}        | ${'NOTHING_TO_REFUND'}
    ${'purchase 12.34; unknown refund 1.00'} | ${'PAYMENT_OUTCOME_UNKNOWN'}
  `('is refused after: $given', ({ given: words, code }: Record<'given' | 'code', string>) => {
    expect(codeOf(words, refund(1))).toBe(code);
  });

  it('is refused without an amount, and without a payment', () => {
    expect(codeOf('purchase 12.34', refund(0))).toBe('AMOUNT_NOT_POSITIVE');
    expect(codeOf('', refund(1))).toBe('PAYMENT_NOT_FOUND');
  });
});

describe('an instruction to void', () => {
  it('is accepted while something is held, and moves nothing', () => {
    const asked = when(given('authorize 200.00'), release());
    expect(journal(asked.events.slice(1))).toEqual([]);
    expect(open(asked)).toEqual([{ instructionId: 'i1', type: 'void', amount: 0 }]);
    expect(codeOf('authorize 200.00 multi; capture 50.00', release())).toBeUndefined();
  });

  it.each`
    given                                        | code
    ${'purchase 12.34'}                          | ${'NOTHING_TO_VOID'}
    ${'authorize 200.00; void authorization'}    | ${'NOTHING_TO_VOID'}
    ${'authorize 200.00; capture 50.00'}         | ${'NOTHING_TO_VOID'}
    ${'authorize 200.00; +30d expire'}           | ${'AUTHORIZATION_EXPIRED'}
    ${'authorize 200.00; unknown capture 50.00'} | ${'PAYMENT_OUTCOME_UNKNOWN'}
  `('is refused after: $given', ({ given: words, code }: Record<'given' | 'code', string>) => {
    expect(codeOf(words, release())).toBe(code);
  });

  it('is refused beside a capture or another void, and without a payment', () => {
    expect(codeOf('authorize 200.00', capture(1, 'i1'), release('i2'))).toBe('INSTRUCTION_OUTSTANDING');
    expect(codeOf('authorize 200.00', release('i1'), release('i2'))).toBe('INSTRUCTION_OUTSTANDING');
    expect(codeOf('', release())).toBe('PAYMENT_NOT_FOUND');
  });
});

describe('an accepted instruction', () => {
  const asks: [string, PaymentCommand, PaymentCommand][] = [
    ['authorize 200.00', capture(50_00), capture(50_00, 'i1', plusMs(NOW, 86_400_000))],
    ['purchase 100.00', refund(50_00), refund(50_00, 'i1', plusMs(NOW, 86_400_000))],
    ['authorize 200.00', release(), release('i1', plusMs(NOW, 86_400_000))],
  ];
  it.each(asks)('after %s is quiet on a retry, even at a later time', (words, first, again) => {
    const asked = when(given(words), first);
    const twice = when(asked, again);
    expect(twice.refusal).toBeUndefined();
    expect(twice.events).toEqual(asked.events);
  });

  it('is quiet on a retry after it was carried out, withdrawn, or overtaken by expiry', () => {
    for (const words of ['authorize 200.00', 'authorize 200.00 multi']) {
      const asked = when(given(words), capture(50_00));
      for (const later of [
        'capture 50.00 by i1',
        'withdraw by i1',
        '+30d expire',
        'void authorization',
        'unknown capture 50.00',
      ]) {
        const now = record(tale(later), asked);
        expect(when(now, capture(50_00, 'i1', plusMs(NOW, 2 * THIRTY_DAYS_MS)))).toEqual(now);
      }
    }
  });

  it.each([capture(50_01), refund(50_00), release(), { ...capture(50_00), reason: 'another reason' } as PaymentCommand])(
    'refuses its id for other content (%#)',
    (other) => {
      expect(codeOf('authorize 200.00', capture(50_00), other)).toBe('INSTRUCTION_ID_REUSED');
    },
  );

  it('ends with the fact that carries it out, whatever its amount', () => {
    const asked = when(given('authorize 200.00'), capture(50_00));
    const done = record(tale('+1d capture#1 45.00 by i1'), asked);
    expect(open(done)).toEqual([]);
    expect(balanceUnder(done, 'memo:')).toBe(0);
    expect(done.state.standing).toMatchObject({ status: 'captured', captured: 45_00 });
    expect(journal(done.events.slice(2))).toContain(
      '2026-09-22 instruction: Dr memo:instructed-capture-contra:898100012340001 50.00 Cr memo:instructed-capture:898100012340001 50.00',
    );
  });

  it('takes its hold back under its own dimensions, wherever it was carried out', () => {
    const asked = when(given('authorize 200.00'), capture(50_00));
    const [done] = tale('capture#1 50.00 by i1') as [PaymentFact];
    const elsewhere = { ...done, booking: { ...done.booking, of: { ...done.booking.of, store: 's2' } } };
    expect(bookOf(record([elsewhere], asked))).not.toContain('instruction');
  });

  const ends: [string, string, unknown[]][] = [
    [
      'authorize 200.00; instruct capture 50.00 by i1',
      'capture 50.00',
      [{ instructionId: 'i1', type: 'capture', amount: 50_00 }],
    ],
    [
      'authorize 200.00; instruct capture 50.00 by i1',
      'decline capture 50.00 by i1',
      [{ instructionId: 'i1', type: 'capture', amount: 50_00 }],
    ],
    [
      'authorize 200.00; instruct capture 50.00 by i1; capture 50.00 by i1',
      'reverse capture#1',
      [{ instructionId: 'i1', type: 'capture', amount: 50_00 }],
    ],
    ['authorize 200.00; instruct capture 50.00 by i1; capture 50.00 by i1', 'void capture#1', []],
    ['authorize 200.00; instruct authorization by i1', 'refund 5.00 by i1', [{ instructionId: 'i1', type: 'void', amount: 0 }]],
    ['authorize 200.00; instruct authorization by i1', 'void authorization by i1', []],
    ['purchase 100.00; instruct refund 50.00 by i1', 'refund 50.00 by i1', []],
    ['purchase 100.00; instruct refund 50.00 by i1', 'withdraw by i1', []],
  ];
  it.each(ends)('(%s; %s) waits for: %j', (before, after, waits) => {
    expect(open(record(tale(after), given(before)))).toEqual(waits);
  });
});

describe('a withdrawal', () => {
  it('gives back what the instruction held, and is quiet on a retry', () => {
    const asked = when(given('authorize 200.00'), capture(50_00));
    const withdrawn = when(asked, withdraw());
    expect(balanceUnder(withdrawn, 'memo:instructed-capture:')).toBe(0);
    expect(open(withdrawn)).toEqual([]);
    expect(when(withdrawn, withdraw('i1', plusMs(NOW, 1)))).toEqual(withdrawn);
    expect(when(withdrawn, capture(60_00, 'i2')).refusal).toBeUndefined();
  });

  it('is refused for what was carried out, what was never asked, and without a payment', () => {
    const done = record(tale('capture#1 50.00 by i1'), when(given('authorize 200.00'), capture(50_00)));
    expect(when(done, withdraw()).refusal).toBe('INSTRUCTION_CARRIED_OUT');
    expect(codeOf('authorize 200.00', withdraw())).toBe('INSTRUCTION_NOT_FOUND');
    expect(codeOf('', withdraw())).toBe('PAYMENT_NOT_FOUND');
  });

  it('does not stop the fact: what happened all the same is recorded', () => {
    const withdrawn = when(given('authorize 200.00'), capture(50_00), withdraw());
    const done = record(tale('capture#1 50.00 by i1'), withdrawn);
    expect(done.state.standing).toMatchObject({ status: 'captured', captured: 50_00, instructions: [] });
    expect(balanceUnder(done, 'memo:')).toBe(0);
  });
});
