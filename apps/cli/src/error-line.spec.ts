import { readFile } from 'node:fs/promises';
import { Fault, Outage } from '#kernel';
import { UsageError } from './command.js';
import { errorLine, notReached } from './error-line.js';

const errorOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('an error of a command', () => {
  it('that a person can mend is one line', async () => {
    const missing = await errorOf(readFile('/nowhere/at-all'));
    expect(errorLine(missing)).toBe("ENOENT: no such file or directory, open '/nowhere/at-all'");
    expect(errorLine(new TypeError('fetch failed', { cause: new AggregateError([missing]) }))).toBe(errorLine(missing));
    expect(errorLine(new UsageError('--out FILE is missing'))).toBe('--out FILE is missing');
    expect(errorLine(new Outage('the log is closed'))).toBe('the log is closed');
  });

  it('of a server that is not reached names it', async () => {
    const asked = (url: string): Promise<unknown> => errorOf(fetch(url).catch(notReached(url)));
    expect(errorLine(await asked('http://127.0.0.1:1'))).toBe('http://127.0.0.1:1 is not reached: bad port');
    expect(errorLine(await asked('http://127.0.0.1:59999'))).toMatch(
      /^http:\/\/127.0.0.1:59999 is not reached: .*ECONNREFUSED/,
    );
  });

  it('that is our own keeps its stack', () => {
    for (const error of [new Fault('no balance'), new TypeError('x', { cause: new Error('y') })])
      expect(errorLine(error)).toContain('error-line.spec');
    expect(errorLine('thrown')).toBe('thrown');
  });
});
