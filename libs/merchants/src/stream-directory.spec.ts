import type { CommandHandling } from '#event-log';
import { MemorySealedStore, SecretVault } from './vault.js';
import { StreamMerchantDirectory } from './stream-directory.js';

/** Counts what is read; answers when told to. */
class SlowStreams {
  readonly read: string[] = [];
  private readonly waiting: (() => void)[] = [];

  load(stream: string, { initial }: { readonly initial: unknown }): Promise<unknown> {
    this.read.push(stream);
    return new Promise((resolve) => this.waiting.push(() => resolve({ state: initial, revision: 'no_stream', position: '' })));
  }
  answer(): void {
    for (const go of this.waiting.splice(0)) go();
  }
}

describe('a directory that many ask at one time', () => {
  const stand = () => {
    const streams = new SlowStreams();
    const vault = new SecretVault(new MemorySealedStore(), Buffer.alloc(32, 7));
    return { streams, directory: new StreamMerchantDirectory(streams as unknown as CommandHandling, vault) };
  };

  it('reads a stream once for all of them, and again once that is answered: what is missing is never kept', async () => {
    const { streams, directory } = stand();
    const answers = [directory.douyinApp('1'), directory.douyinApp('1'), directory.douyinApp('2')];
    expect(streams.read).toHaveLength(2);
    streams.answer();
    expect(await Promise.all(answers)).toEqual([undefined, undefined, undefined]);
    void directory.douyinApp('1');
    expect(streams.read).toHaveLength(3);
  });

  it('lets nobody join a look that began before a change', async () => {
    const { streams, directory } = stand();
    const before = directory.douyinApp('1');
    directory.forget();
    const after = directory.douyinApp('1');
    expect(streams.read).toHaveLength(2);
    streams.answer();
    await Promise.all([before, after]);
  });
});
