import {
  Frontier,
  HASH_BYTES,
  LeafEncoder,
  LogRules,
  Revisions,
  Naming,
  isSameHash,
  matched,
  openCheckpoint,
  type Checkpoint,
  type Defect,
  type EntriesOf,
  type GivenNote,
  type Hashed,
  type OnDefect,
  type Verifier,
} from '#audit';
import { positionAt, type RecordedEvent } from '#event-log';
import { createHash } from 'node:crypto';
import { entryOf, type CheckpointLine, type Entry, type Trailer } from './file/lines.js';
import { linesOf } from './file/streams.js';

export interface CheckParts {
  /** Whose signatures are believed; undefined: as the file itself names them. */
  readonly verifiersOf: (keys: readonly string[]) => readonly Verifier[];
  /** Checkpoints that were kept elsewhere. */
  readonly given: readonly GivenNote[];
  readonly entriesOf: EntriesOf;
  readonly onDefect: OnDefect;
}

export interface Checked {
  readonly events: number;
  /** Events that a good checkpoint signs. */
  readonly signed: number;
}

interface Opened extends Checkpoint {
  readonly from: string;
}

/** Leaves come at least so often; where their lines are gone, events are not held for longer. */
const HELD_AT_MOST = 4_096;

/** Recomputes an export and tells everything that is wrong with it. Remembers a number for each stream, and no event for long. */
export async function verifyExport(path: string, parts: CheckParts): Promise<Checked> {
  const check = new ExportCheck(parts);
  try {
    for await (const lines of linesOf(path)) for (const line of lines) check.take(line);
  } catch (error) {
    parts.onDefect({ kind: 'truncated', says: `${path} can not be read further: ${said(error)}` });
  }
  return check.finish();
}

class ExportCheck {
  private readonly encoder = new LeafEncoder();
  private readonly rules: LogRules;
  private readonly digest = createHash('sha256');
  /** By the leaves that the file tells, and by its events. */
  private told = Frontier.empty();
  private real = Frontier.empty();
  private held: Hashed[] = [];
  /** What is wrong between events and leaves, until a root says which of the two. */
  private doubts: Defect[] = [];
  private verifiers: readonly Verifier[] = [];
  private waiting: Opened[] = [];
  private number = 0;
  private events = 0;
  private position = '';
  private signed = 0;
  private bad: { readonly first: Opened; count: number } | undefined;
  private end: Trailer | undefined;

  constructor(private readonly parts: CheckParts) {
    this.rules = new LogRules({ entriesOf: parts.entriesOf, onDefect: parts.onDefect, isClockSteady: false });
  }

  take(line: Buffer): void {
    this.number += 1;
    if (this.end) this.tell('stands behind the end');
    const entry = this.entryOf(line);
    if (entry?.kind !== 'trailer') this.digest.update(line).update('\n');
    if (this.number === 1) this.begin(entry);
    else if (entry) this.look(entry);
  }

  finish(): Checked {
    const { onDefect } = this.parts;
    if (this.held.length > 0) this.compare([]);
    new Revisions(onDefect).follow(this.rules.ends);
    if (!this.end) onDefect({ kind: 'truncated', says: `the file ends after line ${String(this.number)}, before its end` });
    this.settle();
    for (const { from, size } of this.waiting)
      onDefect({ kind: 'truncated', says: `${from} is of ${String(size)} events, the file has ${String(this.events)}` });
    if (this.bad) {
      const { first, count } = this.bad;
      const [position, through] = [positionAt(this.signed + 1), positionAt(first.size)];
      const says = `events are not what ${first.from} signed${count > 1 ? `, nor ${String(count - 1)} after it` : ''}`;
      onDefect({ kind: 'rewritten', says: `leaves ${position} to ${through}: ${says}` });
    }
    return { events: this.events, signed: this.signed };
  }

  private begin(entry: Entry | undefined): void {
    const keys = entry?.kind === 'header' ? entry.header.keys : [];
    if (entry?.kind !== 'header') this.tell('is not how an export begins');
    try {
      this.verifiers = this.parts.verifiersOf(keys);
    } catch (error) {
      this.tell(`names a key that is none: ${said(error)}`);
    }
    const { given, onDefect } = this.parts;
    for (const { from, note } of given) {
      const opened = openCheckpoint(note, this.verifiers);
      if (opened) this.waiting.push({ ...opened, from });
      else onDefect({ kind: 'checkpoint', says: `${from} is not signed by the log’s key` });
    }
    this.waiting.sort((a, b) => a.size - b.size);
    if (entry && entry.kind !== 'header') this.look(entry);
  }

  private look(entry: Entry): void {
    if (entry.kind === 'event') this.event(entry.event);
    else if (entry.kind === 'hashes') this.compare(hashesIn(entry.hashes));
    else if (entry.kind === 'checkpoint') this.checkpoint(entry.checkpoint);
    else if (entry.kind === 'trailer') this.trailer(entry.trailer);
    else if (entry.kind === 'header') this.tell('is not in its place');
  }

  private event(event: RecordedEvent): void {
    const { position, type, stream } = event;
    this.rules.note(event);
    if (position <= this.position)
      this.parts.onDefect({ kind: 'renumbered', position, says: `${type} of ${stream} stands behind ${this.position}` });
    this.position = position;
    this.events += 1;
    this.held.push({ event, hash: this.encoder.hashOf(event) });
    if (this.held.length >= HELD_AT_MOST) this.compare([]);
  }

  /** Holds the events since the last leaves against theirs. */
  private compare(leaves: readonly Buffer[]): void {
    const { held } = this;
    this.held = [];
    if (leaves.length === 0) this.tell('comes where the leaves of the events before it should');
    const sealed = leaves.length === 0 ? held.map(({ hash }) => hash) : leaves;
    const first = this.told.size;
    if (!isSame(held, sealed)) this.doubts.push(...doubtsOf(held, sealed, first));
    for (const { hash } of held) this.real.add(hash);
    for (const hash of sealed) {
      this.told.add(hash);
      for (let next = this.waiting[0]; next?.size === this.told.size; next = this.waiting[0]) {
        this.waiting.shift();
        if (!isSameHash(this.told.root(), next.root)) this.worse(next);
        else this.signed = Math.max(this.signed, next.size);
      }
    }
  }

  private checkpoint({ size, note }: CheckpointLine): void {
    if (this.held.length > 0) this.compare([]);
    const opened = openCheckpoint(note, this.verifiers);
    const from = `the checkpoint of ${String(size)} events in line ${String(this.number)}`;
    if (opened?.size !== size) this.parts.onDefect({ kind: 'checkpoint', says: `${from} is not signed by the log’s key` });
    else if (this.holds(opened)) this.signed = Math.max(this.signed, size);
    else this.worse({ ...opened, from });
  }

  /** Whether a root is that of what the file tells so far; where it is that of the events alone, their leaves were changed. */
  private holds({ size, root }: Pick<Checkpoint, 'size' | 'root'>): boolean {
    if (this.told.size === size && isSameHash(this.told.root(), root)) {
      this.real = copyOf(this.told);
      this.settle();
      return true;
    }
    if (this.real.size !== size || !isSameHash(this.real.root(), root)) return false;
    this.told = copyOf(this.real);
    this.doubts = [];
    this.parts.onDefect({ kind: 'tile', says: `leaves before line ${String(this.number)} are not those of their events` });
    return true;
  }

  private worse(checkpoint: Opened): void {
    if (this.bad) this.bad.count += 1;
    else this.bad = { first: checkpoint, count: 1 };
  }

  /** The events are wrong, not their leaves. */
  private settle(): void {
    for (const doubt of this.doubts) this.parts.onDefect(doubt);
    this.doubts = [];
  }

  private trailer(trailer: Trailer): void {
    if (this.held.length > 0) this.compare([]);
    this.end = trailer;
    const { events, root, digest } = trailer;
    if (events !== this.events) this.tell(`says ${String(events)} events, the file has ${String(this.events)}`);
    if (!this.holds({ size: events, root: Buffer.from(root, 'base64') }))
      this.tell('says another root than the events before it');
    if (digest !== this.digest.digest('hex')) this.tell('was not written for the lines before it');
  }

  private entryOf(line: Buffer): Entry | undefined {
    try {
      return entryOf(line);
    } catch (error) {
      this.tell(said(error));
      return undefined;
    }
  }

  private tell(says: string): void {
    this.parts.onDefect({ kind: 'file', says: `line ${String(this.number)} ${says}` });
  }
}

function doubtsOf(held: readonly Hashed[], sealed: readonly Buffer[], first: number): Defect[] {
  const { slots, extra } = matched(0, held, sealed);
  const missing = sealed.flatMap((hash, slot) => (slots[slot] ? [] : [{ index: first + slot, hash }]));
  const times = held.map(({ event }) => event.recordedAt);
  const suspects = sealed.flatMap((hash, slot) => {
    const standing = slots[slot];
    return standing && !isSameHash(standing.hash, hash) ? [{ index: first + slot, hash, event: standing.event, times }] : [];
  });
  const { defects, gone } = new Naming(suspects, missing, false).named();
  return [
    ...extra.map(({ event }): Defect => ({ kind: 'inserted', position: event.position, says: neverSealed(event) })),
    ...defects,
    ...gone.map((index): Defect => ({ kind: 'removed', says: `leaf ${String(index)} has no event` })),
  ];
}

const neverSealed = ({ type, stream }: RecordedEvent): string => `${type} of ${stream} is no leaf`;

const isSame = (held: readonly Hashed[], sealed: readonly Buffer[]): boolean =>
  held.length === sealed.length && held.every(({ hash }, at) => isSameHash(hash, sealed[at] ?? hash.subarray(1)));

const hashesIn = (bytes: Buffer): Buffer[] =>
  Array.from({ length: Math.floor(bytes.length / HASH_BYTES) }, (_, at) =>
    bytes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES),
  );

const copyOf = (tree: Frontier): Frontier => Frontier.from(tree.size, tree.toBytes());

const said = (error: unknown): string => (error instanceof Error ? error.message : String(error));
