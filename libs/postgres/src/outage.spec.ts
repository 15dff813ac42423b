import { Fault, Outage } from '#kernel';
import { isOutage } from './outage.js';

const coded = (code: string): Error => Object.assign(new Error('x'), { code });

describe('An outage', () => {
  it.each<[string, unknown]>([
    ['the database shuts down', coded('57P01')],
    ['the database ends a transaction that nobody goes on with', coded('25P03')],
    ['it has no connection left', coded('53300')],
    ['a lock takes too long', coded('55P03')],
    ['a deadlock was ended', coded('40P01')],
    ['nobody listens', coded('ECONNREFUSED')],
    ['nobody listens on any address', new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')])],
    ['the line is cut', new Error('Connection terminated unexpectedly')],
    ['no answer comes', new Error('Query read timeout')],
    ['no place in the pool comes free', new Error('timeout exceeded when trying to connect')],
    ['the error is of another realm', { message: 'read ECONNRESET', code: 'ECONNRESET' }],
    ['it was called one', new Outage('away')],
  ])('is it when %s', (_, error) => {
    expect(isOutage(error)).toBe(true);
  });

  it.each<[string, unknown]>([
    ['a unique key is violated', coded('23505')],
    ['a table is missing', coded('42P01')],
    ['a text holds what no text may', coded('22021')],
    ['the password is wrong', coded('28P01')],
    ['an invariant broke', new Fault('connection terminated by our own fault')],
    ['code is wrong', new TypeError('x is not a function')],
    ['nothing is known', undefined],
    ['a text was thrown', 'Connection terminated'],
  ])('is it not when %s', (_, error) => {
    expect(isOutage(error)).toBe(false);
  });
});
