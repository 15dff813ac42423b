import {
  Frontier,
  LeafEncoder,
  signedCheckpoint,
  signerOf,
  signerText,
  type StoredCheckpoint,
  type TreeStore,
} from '#audit/testing';
import type { EventLog } from '#event-log';
import { instant } from '#kernel';

export const SIGNER = signerOf(signerText('hezhang/archive', Buffer.alloc(32, 5)));

/** Checkpoints of a log, one every so many events, kept nowhere else. */
export async function signedStore(log: EventLog, every: number): Promise<TreeStore> {
  const checkpoints: StoredCheckpoint[] = [];
  const tree = Frontier.empty();
  const encoder = new LeafEncoder();
  for await (const { events } of log.readAll(''))
    for (const event of events) {
      tree.add(encoder.hashOf(event));
      const { size } = tree;
      if (size % every !== 0) continue;
      const note = signedCheckpoint({ origin: SIGNER.verifier.name, size, root: tree.root() }, [SIGNER]);
      checkpoints.push({ size, position: event.position, signedAt: instant(size), note, cosignatures: '' });
    }
  const store: Pick<TreeStore, 'keys' | 'latest' | 'checkpointsAfter'> = {
    keys: () => Promise.resolve(checkpoints.length === 0 ? [] : [SIGNER.verifier.text]),
    latest: () => Promise.resolve(checkpoints.at(-1)),
    checkpointsAfter: (size, limit) =>
      Promise.resolve(checkpoints.filter((checkpoint) => checkpoint.size > size).slice(0, limit)),
  };
  return store as TreeStore;
}
