import { MemorySealedStore, SecretVault } from './vault.js';

const key = (fill: number): Buffer => Buffer.alloc(32, fill);

describe('SecretVault', () => {
  it('opens what it sealed, and what lies in the store does not show it', async () => {
    const store = new MemorySealedStore();
    const vault = new SecretVault(store, key(1));
    const sealed = await vault.seal('抖店 secret');
    expect(await vault.open(sealed)).toBe('抖店 secret');
    expect((await store.get(sealed.ref))?.includes('secret')).toBe(false);
  });

  it('gives equal secrets equal fingerprints under one master key only', async () => {
    const store = new MemorySealedStore();
    const [a, b, other] = await Promise.all([
      new SecretVault(store, key(1)).seal('s'),
      new SecretVault(store, key(1)).seal('s'),
      new SecretVault(store, key(2)).seal('s'),
    ]);
    expect(a.fingerprint).toBe(b.fingerprint);
    expect(a.fingerprint).not.toBe(other.fingerprint);
  });

  it('refuses a secret sealed under another master key, or one put in the place of another', async () => {
    const store = new MemorySealedStore();
    const vault = new SecretVault(store, key(1));
    const [a, b] = [await vault.seal('a'), await vault.seal('b')];
    await expect(new SecretVault(store, key(2)).open(a)).rejects.toThrow('not sealed under this master key');
    const bytes = await store.get(b.ref);
    await store.put(a.ref, bytes ?? Buffer.alloc(0));
    await expect(vault.open(a)).rejects.toThrow('not sealed under this master key');
  });

  it('knows whether a store was sealed under its master key, from the first start on', async () => {
    const store = new MemorySealedStore();
    const first = new SecretVault(store, key(1));
    expect([await first.isOurs(), await new SecretVault(store, key(2)).isOurs(), await first.isOurs()]).toEqual([
      true,
      false,
      true,
    ]);
    const older = new MemorySealedStore();
    await new SecretVault(older, key(1)).seal('sealed before anybody asked');
    expect(await new SecretVault(older, key(2)).isOurs()).toBe(false);
    expect(await new SecretVault(older, key(1)).isOurs()).toBe(true);
  });

  it('says so when a secret is gone, and refuses a short master key', async () => {
    const vault = new SecretVault(new MemorySealedStore(), key(1));
    const sealed = await vault.seal('s');
    await vault.discard(sealed);
    await expect(vault.open(sealed)).rejects.toThrow('no sealed secret');
    expect(() => new SecretVault(new MemorySealedStore(), Buffer.alloc(31))).toThrow('32 bytes');
  });
});
