import type { DomainEvent } from '#kernel';

/** A person's key was destroyed: what was sealed for them is unreadable from here on, everywhere. Holds nothing of the person. */
export interface Forgotten {
  /** Pseudonym, as in every value that was sealed for them. */
  readonly subject: string;
  readonly reason: string;
  /** Who said so: `key:<id>`. */
  readonly by: string;
}

export type SubjectEvent = DomainEvent<'SubjectForgotten', Forgotten>;

/** Forgets a person for ever. Nothing to do where it was done. `known`: there is or was a key. */
export interface ForgetSubject extends Forgotten {
  readonly type: 'ForgetSubject';
  readonly known: boolean;
}
