import { parentPort, workerData } from 'node:worker_threads';
import { Fault } from '#kernel';
import { openCore } from './core.js';
import type { ThreadData, ThreadNews } from './projector-thread.js';
import { Projector } from './projector.js';

/** What runs in a `ProjectorThread`. Whatever it throws ends the thread, and its starter sees it. */
async function main(): Promise<void> {
  if (!parentPort) throw new Fault('not in a thread');
  const port = parentPort;
  const tell = (news: ThreadNews): void => port.postMessage(news);
  const { dataFolder, masterKey, sealing, ...places } = workerData as ThreadData;
  const stopped = new Promise((resolve) => port.once('message', resolve));
  const core = await openCore({ ...places, masterKey: Buffer.from(masterKey) });
  core.positions.onReached((projection, position) => tell({ type: 'reached', projection, position }));
  const onFailure = (of: string, error: unknown): void => tell({ type: 'failed', of, error: sendable(error) });
  const projector = new Projector(core, { dataFolder, onFailure, sealing });
  projector.start();
  await stopped;
  await projector.stop();
  await core.close();
  port.close();
}

/** An error's own class and cause do not survive the way between threads, its text does. */
const sendable = (error: unknown): Error => {
  if (!(error instanceof Error)) return new Error(String(error));
  const { name, message, stack } = error;
  return Object.assign(new Error(message), { name, stack });
};

await main();
