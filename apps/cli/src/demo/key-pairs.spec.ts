import { createPublicKey, createSign, createVerify } from 'node:crypto';
import { keyPairOf } from './key-pairs.js';

describe('a key pair of the demo', () => {
  it('verifies what it signs, and nothing of another seed', () => {
    const [own, other] = [keyPairOf('a'), keyPairOf('b')];
    const signature = createSign('RSA-SHA256').update('said').sign(own.privateKey);
    expect(createVerify('RSA-SHA256').update('said').verify(own.publicKey, signature)).toBe(true);
    expect(createVerify('RSA-SHA256').update('said').verify(other.publicKey, signature)).toBe(false);
  });

  it('has 2048 bits, and is the same for the same seed on every machine', () => {
    const key = createPublicKey(keyPairOf('a').publicKey);
    expect(key.asymmetricKeyDetails).toEqual({ modulusLength: 2048, publicExponent: 65_537n });
    expect(String(key.export({ format: 'jwk' }).n).slice(0, 24)).toBe('6tqaylgLmE-AySnOqVyDG3st');
  });
});
