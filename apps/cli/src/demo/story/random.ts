/** Numbers that look drawn and repeat with their seed (sfc32 over an FNV-1a hash). Each part of the story has its own. */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private count = 1;

  constructor(...seed: readonly (string | number)[]) {
    const text = seed.join('/');
    this.a = fnv1a(`a${text}`);
    this.b = fnv1a(`b${text}`);
    this.c = fnv1a(`c${text}`);
    for (let warmUp = 0; warmUp < 12; warmUp += 1) this.next();
  }

  /** 0 ≤ n < 2³² */
  next(): number {
    const sum = (this.a + this.b + this.count) >>> 0;
    this.count = (this.count + 1) >>> 0;
    this.a = (this.b ^ (this.b >>> 9)) >>> 0;
    this.b = (this.c + (this.c << 3)) >>> 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) >>> 0;
    return sum;
  }

  /** Both ends included. */
  between(least: number, most: number): number {
    return least + (this.next() % (most - least + 1));
  }

  chance(permille: number): boolean {
    return this.next() % 1000 < permille;
  }

  /** @throws RangeError on an empty list */
  pick<T>(list: readonly T[]): T {
    const picked = list[this.next() % list.length];
    if (picked === undefined) throw new RangeError('nothing to pick from');
    return picked;
  }

  /** One of the keys, as often as its weight says. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K {
    const all = Object.entries(weights) as [K, number][];
    let drawn = this.next() % all.reduce((total, [, weight]) => total + weight, 0);
    for (const [key, weight] of all) {
      if (drawn < weight) return key;
      drawn -= weight;
    }
    throw new RangeError('no weights');
  }

  shuffled<T>(list: readonly T[]): T[] {
    return list
      .map((item) => ({ item, rank: this.next() }))
      .sort((x, y) => x.rank - y.rank)
      .map(({ item }) => item);
  }
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}
