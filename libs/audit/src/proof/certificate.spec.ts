import { certificateText, openCertificate, signedCertificate } from './certificate.js';
import { openCheckpoint, signedCheckpoint } from './checkpoint.js';
import { EMPTY_ROOT } from './hashing.js';
import { signerOf, signerText, signedNote } from './note.js';

const SIGNER = signerOf(signerText('hezhang/test', Buffer.alloc(32, 1)));
const STRANGER = signerOf(signerText('hezhang/test', Buffer.alloc(32, 2)));
const LINES = [
  ['read model', 'balances'],
  ['asked by', 'key:ops\nverdict: equal'],
] as const;
const TEXT = 'hezhang-rebuild-certificate/v1\nread model: balances\nasked by: key:ops verdict: equal\n';

describe('a certificate', () => {
  it('is a line for each thing that it says, whatever somebody put into a value', () => {
    expect(certificateText(LINES)).toBe(TEXT);
  });

  it('is opened by a key that signed it, and by no other', () => {
    const note = signedCertificate(LINES, [SIGNER]);
    expect(openCertificate(note, [STRANGER.verifier, SIGNER.verifier])).toEqual({ text: TEXT, by: [SIGNER.verifier] });
    expect(openCertificate(note, [STRANGER.verifier])).toBeUndefined();
  });

  it('is refused with any byte changed, and without a signature', () => {
    const note = Buffer.from(signedCertificate(LINES, [SIGNER]));
    for (let at = 0; at < TEXT.length; at += 1) {
      const changed = Buffer.from(note);
      changed.writeUInt8((changed[at] ?? 0) ^ 1, at);
      expect(openCertificate(changed.toString(), [SIGNER.verifier])).toBeUndefined();
    }
    expect(openCertificate(TEXT, [SIGNER.verifier])).toBeUndefined();
  });

  it('does not pass for a checkpoint, nor a checkpoint or another note for it', () => {
    const { verifier } = SIGNER;
    expect(openCheckpoint(signedCertificate(LINES, [SIGNER]), [verifier])).toBeUndefined();
    const checkpoint = signedCheckpoint({ origin: verifier.name, size: 0, root: EMPTY_ROOT }, [SIGNER]);
    for (const note of [checkpoint, signedNote('read model: balances\n', [SIGNER])])
      expect(openCertificate(note, [verifier])).toBeUndefined();
  });
});
