import type { DomainEvent, Instant } from '#kernel';

/** `exc_<uuid>`, made of stream, code and day: the same cause is the same exception, for ever. */
export type ExceptionId = string;

/** What an exception is about; `day` is empty but for what is counted per day. */
export interface About {
  readonly stream: string;
  readonly code: string;
  readonly day: string;
}

/** How the worklist has it when the instruction is given. */
interface Seen {
  readonly about: About;
  /** How many times its cause appeared. A resolution counts for one appearance: the next one reopens it. */
  readonly occurrence: number;
  /** Its cause stands. */
  readonly stands: boolean;
}

interface Handling extends Seen {
  readonly exceptionId: ExceptionId;
  /** Who does it: the actor of the command. */
  readonly by: string;
  readonly now: Instant;
}

export interface ClaimException extends Handling {
  readonly type: 'ClaimException';
  /** Takes it from whoever holds it. */
  readonly force: boolean;
}
/** Gives it to somebody else: who holds it, or by force whoever else. */
export interface AssignException extends Handling {
  readonly type: 'AssignException';
  /** Who holds it from then on, named as `by` is. */
  readonly to: string;
  /** That one may work on exceptions, as keys and people stand at that moment. */
  readonly mayWork: boolean;
  readonly force: boolean;
}
export interface CommentOnException extends Handling {
  readonly type: 'CommentOnException';
  readonly commentId: string;
  readonly text: string;
}
export interface ResolveException extends Handling {
  readonly type: 'ResolveException';
  readonly reason: string;
  readonly force: boolean;
}
export interface ReopenException extends Handling {
  readonly type: 'ReopenException';
  readonly reason: string;
}
export type ExceptionCommand = ClaimException | AssignException | CommentOnException | ResolveException | ReopenException;

interface Handled {
  readonly exceptionId: ExceptionId;
  readonly about: About;
  readonly occurrence: number;
  readonly by: string;
  readonly at: Instant;
}

/** `takenFrom`: who held it until then, where it was taken by force. */
export type ExceptionClaimed = DomainEvent<'ExceptionClaimed', Handled & { readonly takenFrom: string | null }>;
/** `takenFrom`: who held it until then; null where nobody did. */
export type ExceptionAssigned = DomainEvent<
  'ExceptionAssigned',
  Handled & { readonly to: string; readonly takenFrom: string | null }
>;
export type ExceptionCommented = DomainEvent<
  'ExceptionCommented',
  Handled & { readonly commentId: string; readonly text: string }
>;
export type ExceptionResolved = DomainEvent<'ExceptionResolved', Handled & { readonly reason: string }>;
export type ExceptionReopened = DomainEvent<'ExceptionReopened', Handled & { readonly reason: string }>;
export type ExceptionEvent = ExceptionClaimed | ExceptionAssigned | ExceptionCommented | ExceptionResolved | ExceptionReopened;
