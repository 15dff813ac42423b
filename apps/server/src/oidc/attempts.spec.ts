import { Attempts, type Attempt } from './attempts.js';

const ATTEMPT: Attempt = { state: 's', nonce: 'n', verifier: 'v', page: '/orders?id=1' };
const KEY = Buffer.alloc(32, 1);

describe('a sign-in that was begun', () => {
  it('is read by any server with the key, for ten minutes', () => {
    let now = 0;
    const sealed = new Attempts(KEY, () => now).seal(ATTEMPT);
    const other = new Attempts(KEY, () => now);
    now = 599_999;
    expect(other.open(sealed)).toEqual(ATTEMPT);
    now = 600_000;
    expect(other.open(sealed)).toBeUndefined();
  });

  it('is neither read nor changed by anybody else, and never the same twice', () => {
    const attempts = new Attempts(KEY);
    const sealed = attempts.seal(ATTEMPT);
    expect(sealed).not.toBe(attempts.seal(ATTEMPT));
    expect(Buffer.from(sealed, 'base64url').includes('orders')).toBe(false);
    expect(new Attempts(Buffer.alloc(32, 2)).open(sealed)).toBeUndefined();
    for (let at = 0; at < Buffer.from(sealed, 'base64url').length; at += 1) {
      const bytes = Buffer.from(sealed, 'base64url');
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      expect(attempts.open(bytes.toString('base64url'))).toBeUndefined();
    }
    for (const text of ['', 'AAAA', 'A'.repeat(38), 'A'.repeat(200)]) expect(attempts.open(text)).toBeUndefined();
  });
});
