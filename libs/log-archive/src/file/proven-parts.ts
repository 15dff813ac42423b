import { Frontier, HASH_BYTES, LeafEncoder, isSameHash, openCheckpoint, type Verifier } from '#audit';
import type { RecordedEvent } from '#event-log';
import { Fault } from '#kernel';
import type { Part } from './read-export.js';

/**
 * The parts of an export, each once it is proven: events when their leaves were told, a checkpoint when its root is that of the
 * events before it and its signature is good. @throws Fault before anything that is not
 */
export async function* provenParts(parts: AsyncIterable<Part>, verifiers: readonly Verifier[]): AsyncGenerator<Part> {
  const tree = Frontier.empty();
  const encoder = new LeafEncoder();
  let held: RecordedEvent[] = [];
  for await (const part of parts) {
    if (part.kind === 'events') {
      held.push(...part.events);
      continue;
    }
    if (part.kind === 'hashes') {
      assertLeaves(held, part.hashes, { tree, encoder });
      yield { kind: 'events', events: held };
      held = [];
      continue;
    }
    const [unproven] = held;
    if (unproven) throw new Fault(`no leaves stand behind the event at ${unproven.position}`);
    if (part.kind === 'checkpoint') assertSigned(part.checkpoint, tree, verifiers);
    if (part.kind === 'trailer' && part.trailer.root !== tree.root().toString('base64'))
      throw new Fault('the end says another root than that of the events before it');
    yield part;
  }
}

function assertLeaves(
  events: readonly RecordedEvent[],
  hashes: Buffer,
  { tree, encoder }: { readonly tree: Frontier; readonly encoder: LeafEncoder },
): void {
  if (hashes.length !== events.length * HASH_BYTES)
    throw new Fault(`leaves of ${String(hashes.length / HASH_BYTES)} events stand behind ${String(events.length)}`);
  for (const [at, event] of events.entries()) {
    const hash = encoder.hashOf(event);
    if (!isSameHash(hash, hashes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES)))
      throw new Fault(`the event at ${event.position} is not what its leaf says`);
    tree.add(hash);
  }
}

function assertSigned(
  { size, note }: { readonly size: number; readonly note: string },
  tree: Frontier,
  verifiers: readonly Verifier[],
) {
  const opened = openCheckpoint(note, verifiers);
  if (opened?.size !== size) throw new Fault(`the checkpoint of ${String(size)} events is not signed by the log’s key`);
  if (tree.size !== size || !isSameHash(opened.root, tree.root()))
    throw new Fault(`the checkpoint of ${String(size)} events is not of the events before it`);
}
