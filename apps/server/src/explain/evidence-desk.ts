import { setImmediate as breathe } from 'node:timers/promises';
import { LeafEncoder, isIncluded, leafHash, openCheckpoint, verifierFrom, type AuditQueries } from '#audit';
import type { EventCodec, EventLog, Position } from '#event-log';
import { Fault } from '#kernel';
import { LogEvent, entriesOf } from '#projections';
import {
  SAMPLING_METHOD,
  Sampler,
  packFiles,
  type ArchiveFile,
  type Drawn,
  type PackLeaf,
  type SampleAsked,
} from '#provenance';
import { Problem } from '../http/problem.js';
import type { TraceAsked, Tracer } from './tracer.js';

/** What is to be proved, against which checkpoint: its size, or the newest. */
export interface EvidenceAsked extends Omit<TraceAsked, 'sealed'> {
  readonly checkpoint?: number | undefined;
}

export interface Evidence {
  /** Only what was recorded up to it is in the pack. */
  readonly position: Position;
  readonly size: number;
  readonly files: readonly ArchiveFile[];
}

/** A sample, as it is drawn again by whoever knows what stands here and holds the log. */
export interface Sample extends Required<Pick<SampleAsked, 'seed' | 'n' | 'above'>> {
  readonly method: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly merchant: string | null;
  readonly position: Position;
  readonly checkpoint: { readonly size: number; readonly note: string };
  readonly population: { readonly count: number; readonly sum: number };
  readonly events: readonly Drawn[];
}

interface DeskParts {
  readonly log: EventLog;
  readonly codec: EventCodec;
  readonly audit: AuditQueries;
  readonly tracer: Tracer;
}

const BATCH_SIZE = 2_000;

/** Makes evidence packs and samples: everything in them is what one signed checkpoint covers. */
export class EvidenceDesk {
  constructor(private readonly parts: DeskParts) {}

  /** The same files for the same question, position and checkpoint. @throws Problem, and as `Tracer.trace` does */
  async evidence({ checkpoint: size, ...asked }: EvidenceAsked): Promise<Evidence> {
    const { audit, tracer } = this.parts;
    const sealed = await this.checkpoint(size, asked.known);
    const position = asked.known ?? sealed.position;
    const { explanation, found, notices } = await tracer.trace({ ...asked, known: position, sealed });
    const keys = signersOf(sealed.note, await audit.keys());
    const opened = openCheckpoint(sealed.note, keys.map(verifierFrom));
    if (!opened) throw new Fault('the checkpoint is signed by no key that the audit names');
    const indexes = new Map(explanation.events.map((event) => [event.position, event.index]));
    const encoder = new LeafEncoder();
    const leaves: PackLeaf[] = [];
    for (const { recorded } of found) {
      const index = indexes.get(recorded.position) ?? -1;
      const leaf = Buffer.from(encoder.leafOf(recorded));
      const proof = await audit.proof(index, sealed.size);
      if (!isIncluded(leafHash(leaf), index, opened, proof))
        throw new Fault(`the event at ${recorded.position} is not what was sealed`);
      leaves.push({ index, leaf, proof });
    }
    const parts = { explanation, leaves, checkpoint: sealed.note, keys, notices };
    return { position, size: sealed.size, files: packFiles(parts, sealed.size) };
  }

  /** One pass over the log. @throws Problem */
  async sample(asked: SampleAsked, known: Position | null, size: number | undefined): Promise<Sample> {
    const { codec, log } = this.parts;
    const sealed = await this.checkpoint(size, known);
    const position = known ?? sealed.position;
    const sampler = new Sampler(asked);
    for await (const { events, checkpoint } of log.readAll('', { batchSize: BATCH_SIZE })) {
      for (const recorded of events) {
        if (recorded.position > position) break;
        const { id, stream, type } = recorded;
        sampler.offer({ position: recorded.position, id, stream, type, entries: entriesOf(new LogEvent(recorded, codec)) });
      }
      if (checkpoint >= position) break;
      await breathe();
    }
    const { above, from = null, merchant = null, n, seed, to = null } = asked;
    return {
      method: SAMPLING_METHOD,
      seed,
      n,
      above,
      from,
      to,
      merchant,
      position,
      checkpoint: { size: sealed.size, note: sealed.note },
      population: { ...sampler.population },
      events: sampler.sample,
    };
  }

  /** The checkpoint that is to cover everything. @throws Problem where there is none of that size, or it does not reach so far */
  private async checkpoint(size: number | undefined, known: Position | null) {
    const sealed = await this.parts.audit.checkpoint(size);
    if (!sealed) throw Problem.of(size === undefined ? 'NOT_SEALED' : 'NOT_FOUND');
    if (known !== null && known > sealed.position) throw Problem.of('NOT_SEALED');
    return sealed;
  }
}

/** Keys whose signature stands on a note. */
const signersOf = (note: string, keys: readonly string[]): string[] =>
  keys.filter((key) => openCheckpoint(note, [verifierFrom(key)]) !== undefined);
