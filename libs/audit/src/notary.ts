import { Fault, type Instant } from '#kernel';
import type { CheckpointFolder } from './checkpoint-folder.js';
import { openCheckpoint, signedCheckpoint, type Checkpoint } from './proof/checkpoint.js';
import { Frontier } from './proof/frontier.js';
import { isSameHash } from './proof/hashing.js';
import { verifierFrom, type Signer, type Verifier } from './proof/note.js';
import { rootOf, type NodeHashes } from './proof/proofs.js';
import type { SigningView, StoredCheckpoint, TreeStore } from './tree-store.js';

const PAGE = 1_000;
const IN_FOLDER = 'the newest checkpoint in the folder';

/**
 * Signs what the tree has become, and only what extends all that was signed before: the newest checkpoint in the database and
 * the newest one in the folder, which a database put back from a copy does not know. Of several notaries one signs at a time.
 */
export class Notary {
  private readonly origin: string;
  private known: readonly Verifier[] = [];
  /** The newest one in the folder. */
  private filed: Checkpoint | undefined;

  /** `signers`: the newest key first, then those that are being replaced. */
  constructor(
    private readonly store: TreeStore,
    private readonly folder: CheckpointFolder,
    private readonly signers: readonly Signer[],
    private readonly everyMs: number,
  ) {
    const [first] = signers;
    if (!first || signers.some(({ verifier }) => verifier.name !== first.verifier.name))
      throw new Fault('a log is signed by keys of one name');
    this.origin = first.verifier.name;
  }

  /** Makes the keys known and looks what was signed last. @throws Fault where these keys never signed here */
  async begin(): Promise<void> {
    const ours = this.signers.map(({ verifier }) => verifier.text);
    const before = await this.store.keys();
    if (before.length > 0 && !ours.some((key) => before.includes(key)))
      throw new Fault('this log was signed by other keys: put back the old key, or sign with both for a while');
    await this.store.addKeys(ours);
    this.known = (await this.store.keys()).map(verifierFrom);
    const newest = await this.folder.newest();
    this.filed = newest === undefined ? undefined : this.opened(newest, 'the newest file of the folder');
  }

  /** Signs where the tree grew and the last signature is old enough, and files whatever is not filed yet. */
  async attest(now: Instant): Promise<void> {
    await this.file();
    const [{ size }, latest] = await Promise.all([this.store.state(), this.store.latest()]);
    // Before anything new is recorded: a database put back from an older copy has nothing to sign, and must be told from one at rest.
    if (this.filed) assertReaches(this.filed, IN_FOLDER, size);
    if (!this.isDue(size, latest, now)) return;
    if (await this.store.sign((view) => this.checkpointOf(view, now))) await this.file();
  }

  private async checkpointOf(view: SigningView, now: Instant): Promise<StoredCheckpoint | undefined> {
    const { state, latest, hashes } = view;
    const { size, position } = state;
    if (!this.isDue(size, latest, now)) return undefined;
    const root = Frontier.from(size, state.frontier).root();
    await assertBegins({ size, root }, 'the right edge of the tree', { size, hashes });
    for (const [before, says] of this.signedBefore(latest)) await assertBegins(before, says, { size, hashes });
    return {
      size,
      position,
      signedAt: now,
      note: signedCheckpoint({ origin: this.origin, size, root }, this.signers),
      cosignatures: '',
    };
  }

  private isDue(size: number, latest: StoredCheckpoint | undefined, now: Instant): boolean {
    if (!latest) return size > 0;
    return size > latest.size && Date.parse(now) - Date.parse(latest.signedAt) >= this.everyMs;
  }

  private signedBefore(latest: StoredCheckpoint | undefined): [Checkpoint, string][] {
    const stored = latest && this.opened(latest.note, 'the newest checkpoint in the database');
    if (stored && latest.size !== stored.size) throw new Fault('the newest checkpoint in the database is of another size');
    return [
      ...(stored ? [[stored, 'the newest checkpoint in the database'] as [Checkpoint, string]] : []),
      ...(this.filed ? [[this.filed, IN_FOLDER] as [Checkpoint, string]] : []),
    ];
  }

  private opened(note: string, says: string): Checkpoint {
    const checkpoint = openCheckpoint(note, this.known);
    if (checkpoint?.origin !== this.origin) throw new Fault(`${says} was not signed by this log`);
    return checkpoint;
  }

  private async file(): Promise<void> {
    for (;;) {
      const unfiled = await this.store.checkpointsAfter(this.filed?.size ?? 0, PAGE);
      for (const stored of unfiled) {
        const checkpoint = this.opened(stored.note, `checkpoint ${String(stored.size)} in the database`);
        await this.folder.keep(stored);
        this.filed = checkpoint;
      }
      if (unfiled.length < PAGE) return;
    }
  }
}

interface Grown {
  readonly size: number;
  readonly hashes: NodeHashes;
}

/** @throws Fault where the tree ends before what was signed */
function assertReaches(before: Pick<Checkpoint, 'size'>, says: string, size: number): void {
  if (before.size > size)
    throw new Fault(`${says} is of ${String(before.size)} events, the tree of ${String(size)}: nothing is signed`);
}

/** @throws Fault where the tree does not begin with what was signed */
async function assertBegins(before: Pick<Checkpoint, 'size' | 'root'>, says: string, { size, hashes }: Grown): Promise<void> {
  assertReaches(before, says, size);
  if (!isSameHash(await rootOf(before.size, hashes), before.root))
    throw new Fault(`the tree does not extend ${says}, of ${String(before.size)} events: nothing is signed`);
}
