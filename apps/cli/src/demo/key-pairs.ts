import { checkPrimeSync, createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

export interface KeyPair {
  readonly privateKey: KeyObject;
  /** PEM */
  readonly publicKey: string;
}

const EXPONENT = 65_537n;
const PRIME_BYTES = 128;
const known = new Map<string, KeyPair>();

/** RSA of 2048 bits. The same seed gives the same pair: whoever is bound again is bound by the same key. */
export function keyPairOf(seed: string): KeyPair {
  const pair = known.get(seed) ?? madeOf(seed);
  known.set(seed, pair);
  return pair;
}

function madeOf(seed: string): KeyPair {
  const [p, q] = [primeOf(`${seed} p`), primeOf(`${seed} q`)];
  const d = inverse(EXPONENT, (p - 1n) * (q - 1n));
  const numbers = { n: p * q, e: EXPONENT, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: inverse(q, p) };
  const texts = Object.entries(numbers).map(([name, value]) => [name, base64url(value)]);
  const key = { kty: 'RSA', ...(Object.fromEntries(texts) as Record<string, string>) };
  const privateKey = createPrivateKey({ format: 'jwk', key });
  return { privateKey, publicKey: createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString() };
}

/** The first prime from where the seed points that goes with the exponent. */
function primeOf(seed: string): bigint {
  const digests = [0, 1].map((part) =>
    createHash('sha512')
      .update(`${seed} ${String(part)}`)
      .digest(),
  );
  const bytes = Buffer.concat(digests).subarray(0, PRIME_BYTES);
  const topBits = 3n << BigInt(PRIME_BYTES * 8 - 2); // the product of two such has all its bits
  let candidate = BigInt(`0x${bytes.toString('hex')}`) | topBits | 1n;
  while ((candidate - 1n) % EXPONENT === 0n || !checkPrimeSync(candidate)) candidate += 2n;
  return candidate;
}

/** Of a number by a modulus that it shares no divisor with. */
function inverse(number: bigint, modulus: bigint): bigint {
  let [rest, next, factor, nextFactor] = [modulus, number % modulus, 0n, 1n];
  while (next !== 0n) {
    const times = rest / next;
    [rest, next, factor, nextFactor] = [next, rest - times * next, nextFactor, factor - times * nextFactor];
  }
  return factor < 0n ? factor + modulus : factor;
}

function base64url(value: bigint): string {
  const hex = value.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex').toString('base64url');
}
