import { Readiness } from './readiness.js';

describe('the beginning of a server', () => {
  it('waits until everything answers that a request asks', async () => {
    let tries = 0;
    const log = (): Promise<void> => {
      tries += 1;
      return tries < 3 ? Promise.reject(new Error('away')) : Promise.resolve();
    };
    await new Readiness({ database: () => Promise.resolve(), log }).begun();
    expect(tries).toBe(3);
  });

  it('ends by saying what does not answer', async () => {
    const away = new Readiness({ database: () => Promise.resolve(), sessions: () => Promise.reject(new Error('10.0.0.7')) });
    await expect(away.begun(0)).rejects.toThrow(/^sessions: unreachable$/);
  });
});
