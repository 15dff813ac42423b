import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { Coalescer } from '#event-log';
import { Fault, Outage, type Sealed } from '#kernel';
import { isOutage } from '#postgres';
import { closeBox, dataKeyOf, openBox, type DataKey } from './box.js';
import { Pseudonyms, derivedKey, type Person } from './pseudonyms.js';
import type { KeptKey, SubjectKeyStore } from './subject-keys.js';

/** What is to be sealed of a person. `field` is the name that it will be read under. */
export interface Telling {
  readonly person: Person;
  readonly field: string;
  readonly text: string;
}

/** Seals what tells a person, before it becomes part of anything that is kept. */
export interface PersonSealer {
  /** In the order given. The same telling gives the same value, until the person is forgotten. @throws Outage */
  seal(tellings: readonly Telling[]): Promise<Sealed[]>;
}

/** One subject of a person, and whether what was sealed for it can be read. */
export interface SubjectOfPerson {
  readonly subject: string;
  readonly state: 'readable' | 'forgotten';
}

interface Holder {
  readonly subject: string;
  readonly key: DataKey;
}

const KEEP = 10_000;
/** How long others may go on sealing under a key that was destroyed. */
const KEEP_MS = 2_000;
const AT_ONCE = 512;
const IN_FLIGHT = 2;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Who persons are, under which key they are sealed, and what can still be read of them. */
export class Persons implements PersonSealer {
  private readonly pseudonyms: Pseudonyms;
  private readonly sealingKey: Buffer;
  private readonly holders = new LRUCache<string, Holder>({ max: KEEP, ttl: KEEP_MS });
  private readonly claims: Coalescer<string, KeptKey>;

  /** @param masterKey 32 bytes; keys of subjects are useless without it */
  constructor(
    private readonly store: SubjectKeyStore,
    masterKey: Buffer,
  ) {
    this.pseudonyms = new Pseudonyms(masterKey);
    this.sealingKey = derivedKey(masterKey, 'hezhang subject keys');
    this.claims = new Coalescer((subjects) => this.claimAll(subjects), { atOnce: AT_ONCE, inFlight: IN_FLIGHT });
  }

  async seal(tellings: readonly Telling[]): Promise<Sealed[]> {
    return Promise.all(
      tellings.map(async ({ person, field, text }) => {
        const { subject, key } = await this.holderOf(person);
        return { subject, box: closeBox(key, { subject, field }, text) };
      }),
    );
  }

  /** What values say, in the order given: undefined where the person was forgotten or the box is not theirs. Reads keys afresh. */
  async open(values: readonly (Sealed & { readonly field: string })[]): Promise<(string | undefined)[]> {
    const kept = await reached(this.store.find([...new Set(values.map(({ subject }) => subject))]));
    const keys = new Map([...kept].map(([subject, sealed]) => [subject, sealed && this.dataKey(subject, sealed)]));
    return values.map(({ subject, field, box }) => {
      const key = keys.get(subject);
      return key ? openBox(key, { subject, field }, box) : undefined;
    });
  }

  /** All subjects that a person was or is, the oldest first. Makes none. */
  async subjectsOf(person: Person): Promise<SubjectOfPerson[]> {
    const subjects: SubjectOfPerson[] = [];
    for (let generation = 0; ; generation += 1) {
      const subject = this.pseudonyms.of(person, generation);
      const kept = (await reached(this.store.find([subject]))).get(subject);
      if (kept === undefined) return subjects;
      subjects.push({ subject, state: kept ? 'readable' : 'forgotten' });
      if (kept) return subjects;
    }
  }

  /** Which of these subjects there are. */
  async known(subjects: readonly string[]): Promise<SubjectOfPerson[]> {
    const kept = await reached(this.store.find(subjects));
    return [...kept].map(([subject, key]) => ({ subject, state: key ? 'readable' : 'forgotten' }));
  }

  /** Destroys keys for ever: at once for every reader, within two seconds for those who seal by another of these. */
  async destroy(subjects: readonly string[]): Promise<void> {
    await reached(this.store.destroy(subjects));
    this.holders.clear();
  }

  /** The subject that a person is today. */
  private async holderOf(person: Person): Promise<Holder> {
    const name = JSON.stringify([person.kind, person.id, person.kind === 'card' ? person.merchantNo : '']);
    const known = this.holders.get(name);
    if (known) return known;
    for (let generation = 0; ; generation += 1) {
      const subject = this.pseudonyms.of(person, generation);
      const sealed = await this.claims.ask(subject);
      if (!sealed) continue;
      const holder = { subject, key: this.dataKey(subject, sealed) };
      this.holders.set(name, holder);
      return holder;
    }
  }

  private async claimAll(subjects: readonly string[]): Promise<KeptKey[]> {
    const offers = new Map(subjects.map((subject) => [subject, this.wrapped(subject, randomBytes(KEY_BYTES))]));
    const claimed = await reached(this.store.claim(offers));
    return subjects.map((subject) => claimed.get(subject) ?? null);
  }

  private wrapped(subject: string, key: Buffer): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.sealingKey, nonce).setAAD(Buffer.from(subject));
    const body = Buffer.concat([cipher.update(key), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), body]);
  }

  private dataKey(subject: string, sealed: Buffer): DataKey {
    const decipher = createDecipheriv('aes-256-gcm', this.sealingKey, sealed.subarray(0, NONCE_BYTES));
    decipher.setAAD(Buffer.from(subject)).setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    try {
      return dataKeyOf(Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]));
    } catch (cause) {
      throw new Fault(`the key of ${subject} was not sealed under this master key`, { cause });
    }
  }
}

async function reached<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw isOutage(error) ? new Outage('the keys of persons can not be reached', { cause: error }) : error;
  }
}
