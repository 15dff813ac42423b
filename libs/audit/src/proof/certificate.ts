import { openNote, signedNote, type Signer, type Verifier } from './note.js';

/** First line of a certificate: no checkpoint has it, so neither passes for the other. */
const FORMAT = 'hezhang-rebuild-certificate/v1';

/** What a certificate says, by the names of its lines, in their order. No value holds a line feed. */
export type CertificateLines = readonly (readonly [name: string, value: string])[];

/** A format line, then a line `name: value` for each. */
export const certificateText = (lines: CertificateLines): string =>
  `${[FORMAT, ...lines.map(([name, value]) => `${name}: ${onOneLine(value)}`)].join('\n')}\n`;

const onOneLine = (value: string): string => value.replace(/\p{Cc}+/gu, ' ');

export const signedCertificate = (lines: CertificateLines, signers: readonly Signer[]): string =>
  signedNote(certificateText(lines), signers);

/** The text of a certificate and who of the verifiers signed it; undefined where it is none, or is not as it was signed. */
export function openCertificate(
  note: string,
  verifiers: readonly Verifier[],
): { readonly text: string; readonly by: readonly Verifier[] } | undefined {
  const opened = openNote(note, verifiers);
  return opened?.text.startsWith(`${FORMAT}\n`) ? opened : undefined;
}
