/** A key as it lies in the store: sealed under the master key; `null` once it was destroyed. */
export type KeptKey = Buffer | null;

/** Where keys of subjects lie: beside the log, never in it. What it holds is useless without the master key. */
export interface SubjectKeyStore {
  /** Keys of subjects; those that have none yet get the one offered. Of several at once, all are answered the same. */
  claim(offers: ReadonlyMap<string, Buffer>): Promise<ReadonlyMap<string, KeptKey>>;
  /** Of those that have or had one. */
  find(subjects: readonly string[]): Promise<ReadonlyMap<string, KeptKey>>;
  /** For ever: a subject without a key can not get one either. Durable when it resolves. */
  destroy(subjects: readonly string[]): Promise<void>;
}

export class MemorySubjectKeys implements SubjectKeyStore {
  private readonly keys = new Map<string, KeptKey>();

  claim(offers: ReadonlyMap<string, Buffer>): Promise<ReadonlyMap<string, KeptKey>> {
    for (const [subject, key] of offers) if (!this.keys.has(subject)) this.keys.set(subject, key);
    return this.find([...offers.keys()]);
  }

  find(subjects: readonly string[]): Promise<ReadonlyMap<string, KeptKey>> {
    const known = subjects.filter((subject) => this.keys.has(subject));
    return Promise.resolve(new Map(known.map((subject) => [subject, this.keys.get(subject) ?? null])));
  }

  destroy(subjects: readonly string[]): Promise<void> {
    for (const subject of subjects) this.keys.set(subject, null);
    return Promise.resolve();
  }
}
