import { fromBase64, hex, leafHash, type Bytes } from './bytes';
import { checkpointIn, signedBy, type Checkpoint } from './note';
import { rootOver, rootsBetween } from './roots';

/** What is looked at, one after the other. */
export type Step =
  | 'readable'
  | 'signature'
  | 'olderSignature'
  | 'newerSignature'
  | 'oneLog'
  | 'sizes'
  | 'leaf'
  | 'length'
  | 'root'
  | 'olderRoot'
  | 'newerRoot';

export interface Finding {
  readonly step: Step;
  readonly isGood: boolean;
  /** This browser can not tell. */
  readonly isUnknown?: boolean;
  /** What was to be, and what was found. */
  readonly expected?: string;
  readonly found?: string;
}

const FIELDS = 10;
const LENGTH_BYTES = 4;
const VERSION = 'hezhang-event-v1';

/** What stands in a leaf, field by field: see libs/audit. Empty where the bytes are none. */
export function fieldsOf(leaf: Bytes): readonly string[] {
  const view = new DataView(leaf.buffer, leaf.byteOffset, leaf.length);
  const fields: string[] = [];
  let at = 0;
  while (at + LENGTH_BYTES <= leaf.length) {
    const from = at + LENGTH_BYTES;
    at = from + view.getUint32(at);
    if (at > leaf.length) return [];
    fields.push(new TextDecoder().decode(leaf.slice(from, at)));
  }
  return at === leaf.length && fields.length === FIELDS && fields[0] === VERSION ? fields : [];
}

export interface InclusionAnswer {
  readonly index: number;
  readonly size: number;
  readonly position: string;
  /** Base64, like each hash of the proof. */
  readonly leaf: string;
  readonly proof: readonly string[];
  readonly checkpoint: string;
}

const compared = (step: Step, expected: string, found: string): Finding => ({
  step,
  isGood: expected === found,
  expected,
  found,
});

const ABSENT = '–';

async function signature(step: Step, note: string, keys: readonly string[], checkpoint: Checkpoint): Promise<Finding> {
  const own = keys.filter((key) => key.trim().startsWith(`${checkpoint.origin}+`));
  const signed = await signedBy(note, own);
  return { step, isGood: signed === 'good', isUnknown: signed === 'unsupported' };
}

const UNREADABLE: Finding[] = [{ step: 'readable', isGood: false }];

/** Bytes that can not be read are a finding, too. */
const readable = (verified: Promise<Finding[]>): Promise<Finding[]> => verified.catch(() => UNREADABLE);

/** Whether an event is in what a checkpoint signed: nothing of it is taken from the server's word. */
export const verifyInclusion = (asked: string, answer: InclusionAnswer, keys: readonly string[]): Promise<Finding[]> =>
  readable(inclusion(asked, answer, keys));

async function inclusion(asked: string, answer: InclusionAnswer, keys: readonly string[]): Promise<Finding[]> {
  const checkpoint = checkpointIn(answer.checkpoint);
  if (!checkpoint) return UNREADABLE;
  const leaf = fromBase64(answer.leaf);
  const root = await rootOver(await leafHash(leaf), answer.index, checkpoint.size, answer.proof.map(fromBase64));
  return [
    await signature('signature', answer.checkpoint, keys, checkpoint),
    compared('sizes', String(checkpoint.size), String(answer.size)),
    compared('leaf', asked, fieldsOf(leaf)[1] ?? ABSENT),
    { step: 'length', isGood: root !== undefined },
    compared('root', hex(checkpoint.root), root ? hex(root) : ABSENT),
  ];
}

export interface ConsistencyAnswer {
  readonly from: number;
  readonly to: number;
  readonly proof: readonly string[];
}

/** Two signed notes. */
export interface Notes {
  readonly older: string;
  readonly newer: string;
}

/** Whether the newer of two checkpoints only adds to the older one. */
export const verifyConsistency = (notes: Notes, answer: ConsistencyAnswer, keys: readonly string[]): Promise<Finding[]> =>
  readable(consistency(notes, answer, keys));

async function consistency(notes: Notes, answer: ConsistencyAnswer, keys: readonly string[]): Promise<Finding[]> {
  const older = checkpointIn(notes.older);
  const newer = checkpointIn(notes.newer);
  if (!older || !newer) return UNREADABLE;
  const grown = { from: older.size, to: newer.size, root: older.root };
  const roots = await rootsBetween(grown, answer.proof.map(fromBase64));
  return [
    await signature('olderSignature', notes.older, keys, older),
    await signature('newerSignature', notes.newer, keys, newer),
    compared('oneLog', older.origin, newer.origin),
    compared('sizes', `${String(older.size)} → ${String(newer.size)}`, `${String(answer.from)} → ${String(answer.to)}`),
    { step: 'length', isGood: roots !== undefined },
    compared('olderRoot', hex(older.root), roots ? hex(roots.older) : ABSENT),
    compared('newerRoot', hex(newer.root), roots ? hex(roots.newer) : ABSENT),
  ];
}
