import { eventOfLeaf, isIncluded, isSameHash, leafHash, openCheckpoint, verifierFrom, type Checkpoint } from '#audit';
import type { EventCodec, RecordedEvent, StoredEvent } from '#event-log';
import { explain, givenOf } from '../explaining/explain.js';
import type { Explanation } from '../explanation.js';
import { isOfTransactions } from '../question.js';
import { packed, unpacked, type ArchiveFile } from './archive.js';
import {
  CHECKPOINT,
  EXPLANATION,
  KEYS,
  leafPath,
  noticePath,
  packFiles,
  proofPath,
  sha256Of,
  type PackLeaf,
  type PackParts,
  type ProofFile,
} from './pack-files.js';

export interface PackVerification {
  /** Everything that is wrong; empty where nothing is. */
  readonly defects: readonly string[];
  /** What the pack does not prove, and why. */
  readonly notes: readonly string[];
  /** Undefined where there is none that can be read. */
  readonly explanation: Explanation | undefined;
}

export interface PackTrust {
  readonly codec: EventCodec;
  /** Public keys that were handed out elsewhere; undefined: those of the pack. */
  readonly keys: readonly string[] | undefined;
  /** Checkpoints that were kept elsewhere. */
  readonly checkpoints: readonly { readonly from: string; readonly note: string }[];
}

/**
 * Verifies an evidence pack out of itself and what is trusted: the signature, every leaf in the tree, the explanation worked out again
 * from the leaves, notices by their digests, and the archive to the byte as it is packed from all that.
 */
export function verifyPack(archive: Uint8Array, trust: PackTrust): PackVerification {
  return new Verification(trust).of(archive);
}

class Verification {
  private readonly defects: string[] = [];
  private readonly notes: string[] = [];

  constructor(private readonly trust: PackTrust) {}

  of(archive: Uint8Array): PackVerification {
    const { defects, notes } = this;
    const files = this.tried('the archive can not be read', () => unpacked(archive)) ?? [];
    const contents = new Map(files.map(({ path, bytes }) => [path, bytes]));
    const text = (path: string): string => Buffer.from(contents.get(path) ?? []).toString();
    const keys = linesOf(text(KEYS));
    const checkpoint = this.checkpointIn(text(CHECKPOINT), keys);
    const said = this.tried(EXPLANATION, () => JSON.parse(text(EXPLANATION)) as Explanation);
    if (!checkpoint || !said) return { defects, notes, explanation: undefined };
    const explanation = this.tried(EXPLANATION, () => this.explained(said, contents, checkpoint));
    if (explanation)
      this.comparePacked(archive, files, { ...explanation, checkpoint: text(CHECKPOINT), keys }, checkpoint.size);
    return { defects, notes, explanation: explanation?.explanation };
  }

  private checkpointIn(note: string, packed: readonly string[]): Checkpoint | undefined {
    const { checkpoints, keys } = this.trust;
    if (!keys) this.notes.push('No --key: the signature is held against the key in the pack, which whoever made it chose.');
    const verifiers = this.tried(KEYS, () => (keys ?? packed).map(verifierFrom)) ?? [];
    const opened = openCheckpoint(note, verifiers);
    if (!opened) this.defects.push(`${CHECKPOINT} is not signed by the log’s key`);
    for (const kept of checkpoints) {
      const other = openCheckpoint(kept.note, verifiers);
      if (!other) this.defects.push(`${kept.from} is not signed by the log’s key`);
      else if (opened && other.size !== opened.size)
        this.defects.push(
          `${kept.from} is of ${String(other.size)} events, the pack’s of ${String(opened.size)}: make the pack with --checkpoint ${String(other.size)}`,
        );
      else if (opened && !isSameHash(other.root, opened.root))
        this.defects.push(`${kept.from} has another root: a log was forked`);
    }
    return opened;
  }

  /** The parts of the pack, with the explanation as the leaves give it. */
  private explained(said: Explanation, contents: ReadonlyMap<string, Uint8Array>, checkpoint: Checkpoint) {
    const leaves: PackLeaf[] = [];
    const events: StoredEvent[] = [];
    for (const { index, position } of [...said.events].reverse()) {
      if (index === null) {
        this.defects.push(`${EXPLANATION}: the event at ${position} has no place in the tree`);
        continue;
      }
      const leaf = this.leafOf(index, contents);
      leaves.push(leaf);
      const event = this.tried(leafPath(index), () => this.eventOf(leaf, checkpoint));
      if (event?.position === position) events.push(event);
      else if (event) this.defects.push(`${leafPath(index)} is the event at ${event.position}, not at ${position}`);
    }
    const given = givenOf(said);
    const explanation = explain({ ...given, events: given.events.map((one) => ({ ...one, sealed: true })) }, events);
    if (JSON.stringify(explanation) !== JSON.stringify(said))
      this.defects.push(`${EXPLANATION} is not what its events come to: ${differing(explanation, said)}`);
    for (const { agrees, amount, name, stands } of explanation.numbers)
      if (agrees === false) this.defects.push(`${name} is ${String(amount)}, and the read model said ${String(stands)}`);
    if (explanation.carried !== 0)
      this.notes.push(`Carried: ${String(explanation.carried)} of what is on the next pages and not in this pack.`);
    if (explanation.question.of === 'report' && isOfTransactions(explanation.question.cell))
      this.notes.push(
        'Where it was sold: what stands under a live room, terminal, operator or destination follows from all that is told of transactions, which is not in this pack.',
      );
    if (explanation.withdrawn && explanation.withdrawn.amount !== 0)
      this.notes.push(
        'Withdrawn: what payouts reached of the order follows from the queue of the whole account, which is not in this pack.',
      );
    return { explanation, leaves, notices: this.noticesIn(explanation, contents) };
  }

  private leafOf(index: number, contents: ReadonlyMap<string, Uint8Array>): PackLeaf {
    const leaf = contents.get(leafPath(index)) ?? new Uint8Array(0);
    const text = Buffer.from(contents.get(proofPath(index)) ?? []).toString();
    const proof = this.tried(proofPath(index), () =>
      (JSON.parse(text) as ProofFile).proof.map((hash) => Buffer.from(hash, 'base64')),
    );
    return { index, leaf, proof: proof ?? [] };
  }

  private eventOf({ index, leaf, proof }: PackLeaf, checkpoint: Checkpoint): StoredEvent {
    const recorded: RecordedEvent = eventOfLeaf(leaf);
    if (
      !isIncluded(
        leafHash(leaf),
        index,
        checkpoint,
        proof.map((hash) => Buffer.from(hash)),
      )
    )
      this.defects.push(`${leafPath(index)} is not leaf ${String(index)} of what the checkpoint signed`);
    return this.trust.codec.decode(recorded);
  }

  private noticesIn({ events }: Explanation, contents: ReadonlyMap<string, Uint8Array>): Map<string, Uint8Array> {
    const notices = new Map<string, Uint8Array>();
    for (const { notice } of events) {
      const bytes = notice && contents.get(noticePath(notice.id));
      if (!notice || !bytes) continue;
      notices.set(notice.id, bytes);
      if (sha256Of(bytes) !== notice.digest)
        this.defects.push(`${noticePath(notice.id)} has not the digest that its event says`);
    }
    return notices;
  }

  /** What was verified is packed again: any byte that is otherwise is found, and files that nobody asked for. */
  private comparePacked(archive: Uint8Array, files: readonly ArchiveFile[], parts: PackParts, size: number): void {
    const wanted = this.tried(EXPLANATION, () => packFiles(parts, size));
    if (!wanted) return;
    const contents = new Map(files.map(({ path, bytes }) => [path, bytes]));
    const names = new Set(wanted.map(({ path }) => path));
    const before = this.defects.length;
    for (const { path, bytes } of wanted) {
      const found = contents.get(path);
      if (!found) this.defects.push(`${path} is missing`);
      else if (!Buffer.from(found).equals(bytes)) this.defects.push(`${path} is not what the rest of the pack makes it`);
    }
    for (const { path } of files) if (!names.has(path)) this.defects.push(`${path} does not belong to the pack`);
    if (this.defects.length > before) return;
    if (!Buffer.concat([...packed(wanted)]).equals(archive))
      this.defects.push('the archive holds more than its files, or otherwise');
  }

  private tried<T>(what: string, work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      this.defects.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  }
}

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '');

/** The first thing in which two explanations differ. */
function differing(made: unknown, said: unknown, at = ''): string {
  if (typeof made !== 'object' || typeof said !== 'object' || made === null || said === null)
    return `${at || 'it'} is ${JSON.stringify(made)}, not ${JSON.stringify(said)}`;
  const [one, other] = [made, said] as [Record<string, unknown>, Record<string, unknown>];
  const name = [...new Set([...Object.keys(one), ...Object.keys(other)])].find(
    (key) => JSON.stringify(one[key]) !== JSON.stringify(other[key]),
  );
  return name === undefined
    ? `${at || 'its fields'} in another order`
    : differing(one[name], other[name], at ? `${at}.${name}` : name);
}
