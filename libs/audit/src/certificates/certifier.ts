import { instant } from '#kernel';
import type { Certify, SwapRecord } from '#projections';
import { certificateText, signedCertificate, type CertificateLines } from '../proof/certificate.js';
import { checkpointIn } from '../proof/checkpoint.js';
import type { Signer } from '../proof/note.js';
import type { StoredCheckpoint } from '../tree-store.js';
import { keepCertificate, knownPast } from './postgres-certificates.js';

export interface CertifierParts {
  /** Keys of the installation; none where it has not got them. */
  readonly signers: readonly Signer[];
  /** Release and commit of the program that runs. */
  readonly code: string;
  /** Hears of each certificate that was written, before its transaction ends. */
  readonly onWritten?: (note: string) => void;
}

const NO_KEY = 'the keys of this installation are not at hand';
const OTHER_KEY = 'no key at hand has signed this log';

/**
 * Certifies what took the place of what, in the transaction that swaps. Only keys sign that sign the log; where there is none a
 * certificate says why it is not signed, and the swap goes on: a missing key must not keep a read model from being mended.
 */
export function certifierOf({ signers, code, onWritten = () => undefined }: CertifierParts): Certify {
  return async (client, record) => {
    const { keys, checkpoint } = await knownPast(client);
    const known = signers.filter(({ verifier }) => keys.includes(verifier.text));
    const at = instant(Date.now());
    const unsignedBecause = known.length > 0 ? null : signers.length === 0 ? NO_KEY : OTHER_KEY;
    const lines = linesOf(record, { code, at, checkpoint });
    const note =
      unsignedBecause === null ? signedCertificate(lines, known) : certificateText([...lines, ['not signed', unsignedBecause]]);
    await keepCertificate(client, { projection: record.projection, kind: record.kind, at, unsignedBecause, note });
    onWritten(note);
  };
}

interface Around {
  readonly code: string;
  readonly at: string;
  readonly checkpoint: StoredCheckpoint | undefined;
}

function linesOf(
  { kind, projection, from, to, proof, askedBy }: SwapRecord,
  { code, at, checkpoint }: Around,
): CertificateLines {
  const { position, digest, replacedDigest, differences } = proof;
  const { changed, missing, extra } = differences;
  return [
    ['read model', projection],
    ['act', kind],
    ['code', code],
    ['from', `generation ${String(from.generation)}, version ${String(from.version)}`],
    ['to', `generation ${String(to.generation)}, version ${String(to.version)}`],
    ['compared at', position],
    ['swapped at', to.position],
    ['log', checkpoint === undefined ? 'not sealed' : sealedText(checkpoint)],
    ['digest before', replacedDigest ?? 'of another version'],
    ['digest', digest],
    ['differences', `${String(changed)} changed, ${String(missing)} missing, ${String(extra)} extra`],
    ['verdict', verdictOf(proof)],
    ['asked by', askedBy],
    ['at', at],
  ];
}

function sealedText({ size, position, note }: StoredCheckpoint): string {
  const root = checkpointIn(note.slice(0, note.lastIndexOf('\n\n') + 1))?.root.toString('base64') ?? 'unreadable';
  return `${String(size)} events up to ${position}, root ${root}`;
}

/** Differences that were not accepted never get this far. */
function verdictOf({ digest, replacedDigest }: SwapRecord['proof']): string {
  if (replacedDigest === null) return 'new version';
  return digest === replacedDigest ? 'equal' : 'accepted';
}
