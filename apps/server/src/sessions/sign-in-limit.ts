import { LRUCache } from 'lru-cache';
import { Problem } from '../http/problem.js';

const TRIES = 10;
const WITHIN_MS = 60_000;
const KEEP_ADDRESSES = 10_000;

interface Tries {
  readonly until: number;
  count: number;
}

/** How often an address may try a key that is not good: keys can not be guessed, but who tries shall not cost a thing. */
export class SignInLimit {
  private readonly tries = new LRUCache<string, Tries>({ max: KEEP_ADDRESSES });

  constructor(private readonly clock: () => number = Date.now) {}

  /** @throws Problem that says when to try again */
  assertFree(address: string): void {
    const { count, until } = this.of(address);
    if (count < TRIES) return;
    throw Problem.of('SIGN_IN_LIMITED', { retryAfterS: Math.max(1, Math.ceil((until - this.clock()) / 1000)) });
  }

  failed(address: string): void {
    const tries = this.of(address);
    tries.count += 1;
    this.tries.set(address, tries);
  }

  private of(address: string): Tries {
    const known = this.tries.get(address);
    return known && known.until > this.clock() ? known : { until: this.clock() + WITHIN_MS, count: 0 };
  }
}
