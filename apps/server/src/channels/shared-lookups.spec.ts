import type { StreamMerchantDirectory } from '#merchants';
import { SharedLookups } from './shared-lookups.js';

/** Counts questions; answers when told to. */
class Slow {
  readonly asked: string[] = [];
  private readonly waiting: PromiseWithResolvers<undefined>[] = [];

  terminal(merchantNo: string, terminalNo: string): Promise<undefined> {
    this.asked.push(`${merchantNo}/${terminalNo}`);
    const answer = Promise.withResolvers<undefined>();
    this.waiting.push(answer);
    return answer.promise;
  }
  forget(): void {
    this.asked.push('forget');
  }
  answer(error?: Error): void {
    for (const { resolve, reject } of this.waiting.splice(0)) {
      if (error) reject(error);
      else resolve(undefined);
    }
  }
}

describe('lookups shared by all who ask at one time', () => {
  let slow: Slow;
  let lookups: SharedLookups;
  beforeEach(() => {
    slow = new Slow();
    lookups = new SharedLookups(slow as unknown as StreamMerchantDirectory);
  });

  it('ask once for each terminal, and again once that is answered', async () => {
    const answers = [lookups.terminal('m', '1'), lookups.terminal('m', '1'), lookups.terminal('m', '2')];
    expect(slow.asked).toEqual(['m/1', 'm/2']);
    slow.answer();
    await Promise.all(answers);
    void lookups.terminal('m', '1');
    expect(slow.asked).toEqual(['m/1', 'm/2', 'm/1']);
  });

  it('fail together, and the next one asks again', async () => {
    const answers = Promise.allSettled([lookups.terminal('m', '1'), lookups.terminal('m', '1')]);
    slow.answer(new Error('away'));
    expect((await answers).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    void lookups.terminal('m', '1');
    expect(slow.asked).toEqual(['m/1', 'm/1']);
  });

  it('join none that began before a change', async () => {
    const before = lookups.terminal('m', '1');
    lookups.forget();
    const after = lookups.terminal('m', '1');
    expect(slow.asked).toEqual(['m/1', 'forget', 'm/1']);
    slow.answer();
    await Promise.all([before, after]);
  });
});
