import { useEffect, useSyncExternalStore } from 'react';
import { useSession } from '../../app/session';
import { signingKey, type TerminalRef } from './signing';
import { SignedLedger } from './terminal-api';
import { Till } from './till';

export interface SignedOn {
  readonly merchant: string;
  readonly till: Till;
  /** Whoever signs in after that finds no terminal signed on. */
  readonly session: string;
}

/** In the memory of this tab and nowhere else: it is gone when the page is loaded again, but not when another page is looked at. */
let signedOn: SignedOn | undefined;
const hearers = new Set<() => void>();

function change(next: SignedOn | undefined): void {
  signedOn = next;
  for (const hear of hearers) hear();
}

const subscribe = (hear: () => void): (() => void) => {
  hearers.add(hear);
  return () => hearers.delete(hear);
};

export const forgetKey = (): void => change(undefined);

export interface Tab {
  /** The terminal that is signed on here. */
  readonly signedOn: SignedOn | undefined;
  /** @throws Refusal where the ledger does not take what is signed with the key */
  readonly signOn: (merchant: string, terminal: TerminalRef, key: string) => Promise<void>;
}

/** That the ledger did not let a terminal in, and by how much its clock is ahead of this one. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    override readonly cause: unknown,
    readonly clockOffMs: number,
  ) {
    super('not signed on');
  }
}

export function useTab(): Tab {
  const { actor, csrf } = useSession();
  const session = `${actor} ${csrf ?? ''}`;
  const now = useSyncExternalStore(subscribe, () => signedOn);
  const isAnothers = now !== undefined && now.session !== session;
  useEffect(() => {
    if (isAnothers) forgetKey();
  }, [isAnothers]);
  return {
    signedOn: isAnothers ? undefined : now,
    signOn: async (merchant, terminal, key) => {
      const till = new Till(terminal, new SignedLedger(terminal, await signingKey(key)));
      await till.signOn().catch((error: unknown) => {
        throw new Refusal(error, till.ledger.clockOffMs());
      });
      change({ merchant, till, session });
    },
  };
}
