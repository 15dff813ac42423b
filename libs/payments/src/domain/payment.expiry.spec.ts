import { plusMs } from '#kernel';
import { OPENED_AT, asking, balanceUnder, journal, play, record, tale, type Played } from '../testing.js';
import type { PaymentCommand, PaymentFact } from './payment.messages.js';

const { expire } = asking;
const given = (words: string): Played => record(tale(words));
const when = (before: Played, ...commands: PaymentCommand[]): Played => play(commands, before);
const codeOf = (words: string, ...commands: PaymentCommand[]): string | undefined => when(given(words), ...commands).refusal;

describe('the expiry of a hold', () => {
  const ends = plusMs(OPENED_AT, 30 * 86_400_000);

  it('is refused while the hold runs', () => {
    expect(codeOf('authorize 200.00', expire(plusMs(ends, -1)))).toBe('AUTHORIZATION_NOT_EXPIRED');
    expect(codeOf('', expire(ends))).toBe('PAYMENT_NOT_FOUND');
  });

  it('releases the hold as of the moment it ended, whoever notices it first', () => {
    const expired = when(given('authorize 200.00'), expire(plusMs(ends, 86_400_000)));
    expect(expired.events.at(-1)?.data.fact.occurredAt).toBe(ends);
    expect(journal(expired.events).at(-1)).toBe(
      '2026-10-22 authorization: Dr memo:authorized-contra:898100012340001 200.00 Cr memo:authorized:898100012340001 200.00',
    );
    expect(expired.state.standing).toMatchObject({ status: 'expired', held: 0 });
    expect(when(expired, expire(plusMs(ends, 2 * 86_400_000)))).toEqual(expired);
    expect(when(given('authorize 200.00'), expire(ends)).state.standing?.status).toBe('expired');
  });

  it.each(['authorize 200.00; void authorization', 'authorize 200.00; capture 50.00', 'purchase 12.34', 'capture 50.00'])(
    'has nothing to do after: %s',
    (words) => {
      const before = given(words);
      expect(when(before, expire(plusMs(ends, 1)))).toEqual(before);
    },
  );

  it('gives way to a timely capture that arrives late', () => {
    const expired = when(given('authorize 200.00'), expire(ends));
    const [late] = tale('capture 50.00') as [PaymentFact];
    const done = record([late], expired);
    expect(done.state.standing).toMatchObject({ status: 'captured', held: 0, exceptions: [] });
    expect(balanceUnder(done, 'revenue:')).toBe(-50_00);
  });
});
