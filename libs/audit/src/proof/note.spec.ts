import { checkpointIn, openCheckpoint, signedCheckpoint } from './checkpoint.js';
import { EMPTY_ROOT } from './hashing.js';
import { openNote, signedNote, signerOf, signerText, verifierFrom } from './note.js';

/** The example of golang.org/x/mod/sumdb/note. */
const PUBLIC = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const SECRET = 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz';
const TEXT = `If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n`;
const NOTE = `${TEXT}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`;

const signerNamed = (name: string, byte: number) => signerOf(signerText(name, Buffer.alloc(32, byte)));

describe('a signed note', () => {
  it('is, to the byte, what others make of the same key', () => {
    const signer = signerOf(SECRET);
    expect(signer.verifier.text).toBe(PUBLIC);
    expect(signedNote(TEXT, [signer])).toBe(NOTE);
    expect(openNote(NOTE, [verifierFrom(PUBLIC)])?.text).toBe(TEXT);
  });

  it('is opened by any key that signed it, and passes over others', () => {
    const [old, next, stranger] = [signerNamed('log', 1), signerNamed('log', 2), signerNamed('log', 3)];
    const note = signedNote('text\n', [old, next]);
    for (const { verifier } of [old, next]) expect(openNote(note, [verifier])?.by).toEqual([verifier]);
    expect(openNote(note, [old.verifier, next.verifier, stranger.verifier])?.by).toHaveLength(2);
    expect(openNote(note, [stranger.verifier])).toBeUndefined();
  });

  it('is refused where text or signature is another', () => {
    const { verifier } = signerOf(SECRET);
    expect(openNote(NOTE.replace('answer', 'Answer'), [verifier])).toBeUndefined();
    expect(openNote(NOTE.replace('ZJku', 'ZJkv'), [verifier])).toBeUndefined();
    expect(openNote(NOTE.replace('\n\n', '\n'), [verifier])).toBeUndefined();
    expect(openNote(`${NOTE}x`, [verifier])).toBeUndefined();
    expect(openNote('', [verifier])).toBeUndefined();
  });

  it('takes no key that is none', () => {
    expect(() => verifierFrom(PUBLIC.replace('c74f20a3', 'c74f20a4'))).toThrow('id is not its own');
    expect(() => signerOf(PUBLIC)).toThrow('not a signing key');
    expect(() => signerText('two words', Buffer.alloc(32))).toThrow('not a name');
  });
});

describe('a checkpoint', () => {
  const signer = signerNamed('hezhang/1', 7);
  const checkpoint = { origin: 'hezhang/1', size: 17, root: EMPTY_ROOT };

  it('says origin, size and root', () => {
    const note = signedCheckpoint(checkpoint, [signer]);
    expect(note).toMatch(/^hezhang\/1\n17\n47DEQpj8HBSa\+\/TImW\+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n— hezhang\/1 /);
    expect(openCheckpoint(note, [signer.verifier])).toEqual(checkpoint);
  });

  it('is of the log whose name signed it', () => {
    const stranger = signerNamed('other', 7);
    expect(openCheckpoint(signedCheckpoint(checkpoint, [stranger]), [stranger.verifier])).toBeUndefined();
  });

  it.each(['a\n01\n', 'a\n1\nAA==\n', 'a\n1\n', '\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n'])('is not %j', (text) => {
    expect(checkpointIn(text)).toBeUndefined();
  });
});
