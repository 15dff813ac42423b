import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import { Fault } from '#kernel';
import type { SealedSecret } from './domain/rotation.js';

/** Where sealed secrets lie. What it holds is useless without the master key. */
export interface SealedStore {
  put(ref: string, sealed: Buffer): Promise<void>;
  get(ref: string): Promise<Buffer | undefined>;
  remove(ref: string): Promise<void>;
  /** Of whatever lies longest; puts this where nothing lies yet. Of several at once, all are answered the same. */
  firstOr(ref: string, sealed: Buffer): Promise<string>;
}

export class MemorySealedStore implements SealedStore {
  private readonly all = new Map<string, Buffer>();
  put(ref: string, sealed: Buffer): Promise<void> {
    this.all.set(ref, sealed);
    return Promise.resolve();
  }
  get(ref: string): Promise<Buffer | undefined> {
    return Promise.resolve(this.all.get(ref));
  }
  remove(ref: string): Promise<void> {
    this.all.delete(ref);
    return Promise.resolve();
  }
  firstOr(ref: string, sealed: Buffer): Promise<string> {
    if (this.all.size === 0) this.all.set(ref, sealed);
    const [first = ref] = this.all.keys();
    return Promise.resolve(first);
  }
}

/** A sealed secret opened, or why it can not be: `missing` from the store, `undecipherable` under this master key. */
export type Opening = { readonly text: string } | { readonly fault: 'missing' | 'undecipherable'; readonly cause?: unknown };

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const MASTER_KEY_BYTES = 32;
/** Sealed where nothing else is, so that the next start can try its key on it. */
const CANARY = 'canary';

/** Seals secrets by AES-256-GCM, the reference as associated data: a sealed text can not stand in for another. */
export class SecretVault {
  private readonly sealingKey: Buffer;
  private readonly fingerprintKey: Buffer;

  /** @throws Fault when the master key is not 32 bytes */
  constructor(
    private readonly store: SealedStore,
    masterKey: Buffer,
  ) {
    if (masterKey.length !== MASTER_KEY_BYTES) throw new Fault('the master key is not 32 bytes');
    this.sealingKey = derived(masterKey, 'hezhang seal');
    this.fingerprintKey = derived(masterKey, 'hezhang fingerprint');
  }

  async seal(secret: string): Promise<SealedSecret> {
    const ref = `sec_${randomUUID()}`;
    await this.store.put(ref, this.sealed(ref, secret));
    return { ref, fingerprint: createHmac('sha256', this.fingerprintKey).update(secret).digest('hex').slice(0, 32) };
  }

  /** @throws Fault when the secret is gone or was not sealed under this master key */
  async open(secret: SealedSecret): Promise<string> {
    const opening = await this.tryOpen(secret);
    if ('text' in opening) return opening.text;
    const { fault, cause } = opening;
    if (fault === 'missing') throw new Fault(`no sealed secret ${secret.ref}`);
    throw new Fault(`secret ${secret.ref} was not sealed under this master key`, { cause });
  }

  /** For those who tell a person what is wrong with it. */
  async tryOpen({ ref }: SealedSecret): Promise<Opening> {
    const sealed = await this.store.get(ref);
    if (!sealed) return { fault: 'missing' };
    try {
      return { text: this.opened(ref, sealed) };
    } catch (cause) {
      return { fault: 'undecipherable', cause };
    }
  }

  /** Whether the store was sealed under this master key; the first to ask of an empty one makes it so. */
  async isOurs(): Promise<boolean> {
    const ref = await this.store.firstOr(CANARY, this.sealed(CANARY, CANARY));
    const sealed = await this.store.get(ref);
    // Discarded just now: whoever did so had the key of the store, and we ask for the next one.
    if (!sealed) return this.isOurs();
    try {
      this.opened(ref, sealed);
      return true;
    } catch {
      return false;
    }
  }

  discard({ ref }: SealedSecret): Promise<void> {
    return this.store.remove(ref);
  }

  private sealed(ref: string, secret: string): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.sealingKey, nonce).setAAD(Buffer.from(ref));
    const body = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), body]);
  }

  private opened(ref: string, sealed: Buffer): string {
    const nonce = sealed.subarray(0, NONCE_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', this.sealingKey, nonce).setAAD(Buffer.from(ref));
    decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    return decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  }
}

const derived = (masterKey: Buffer, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', masterKey, Buffer.alloc(0), purpose, MASTER_KEY_BYTES));
