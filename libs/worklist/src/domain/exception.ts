import { assertNever, type Decider, type Rejection } from '#kernel';
import type { AssignException, ExceptionCommand, ExceptionEvent, ResolveException } from './exception.messages.js';
import { reject } from './worklist.rejections.js';

interface Decision {
  readonly occurrence: number;
  readonly reason: string;
  readonly by: string;
}

export interface ExceptionState {
  readonly holder: string | null;
  /** Counts for its occurrence and those before. */
  readonly resolved: Decision | null;
  /** The last time it was reopened, until it is resolved again. */
  readonly reopened: Decision | null;
  /** Texts by comment id. */
  readonly comments: ReadonlyMap<string, string>;
}

export const exceptionDecider: Decider<ExceptionState, ExceptionCommand, ExceptionEvent> = {
  initial: { holder: null, resolved: null, reopened: null, comments: new Map() },
  decide(command, state) {
    switch (command.type) {
      case 'ClaimException': {
        if (state.holder === command.by && !isResolved(state, command.occurrence)) return [];
        const refused = refusalOfWork(command, state);
        return refused ?? [{ type: 'ExceptionClaimed', data: { ...handled(command), takenFrom: state.holder } }];
      }
      case 'AssignException':
        return assign(command, state);
      case 'CommentOnException': {
        const { commentId, text } = command;
        const known = state.comments.get(commentId);
        if (known !== undefined) return known === text ? [] : reject('COMMENT_ID_REUSED');
        return [{ type: 'ExceptionCommented', data: { ...handled(command), commentId, text } }];
      }
      case 'ResolveException':
        return resolve(command, state);
      case 'ReopenException': {
        if (command.reason.trim() === '') return reject('EXCEPTION_REASON_MISSING');
        if (isSame(state.reopened, command)) return [];
        if (!isResolved(state, command.occurrence)) return reject('EXCEPTION_NOT_RESOLVED');
        return [{ type: 'ExceptionReopened', data: { ...handled(command), reason: command.reason } }];
      }
      default:
        return assertNever(command, 'exception command');
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'ExceptionClaimed':
        return { ...state, holder: event.data.by };
      case 'ExceptionAssigned':
        return { ...state, holder: event.data.to };
      case 'ExceptionCommented':
        return { ...state, comments: new Map(state.comments).set(event.data.commentId, event.data.text) };
      case 'ExceptionResolved':
        return { ...state, holder: null, resolved: event.data, reopened: null };
      case 'ExceptionReopened':
        return { ...state, resolved: null, reopened: event.data };
      default:
        return assertNever(event, 'exception event');
    }
  },
};

function assign(command: AssignException, state: ExceptionState): ExceptionEvent[] | Rejection {
  const { to, occurrence } = command;
  if (state.holder === to && !isResolved(state, occurrence)) return [];
  const refused = refusalOfWork(command, state);
  if (refused) return refused;
  if (!command.mayWork) return reject('EXCEPTION_ASSIGNEE_UNFIT', { to });
  return [{ type: 'ExceptionAssigned', data: { ...handled(command), to, takenFrom: state.holder } }];
}

function resolve(command: ResolveException, state: ExceptionState): ExceptionEvent[] | Rejection {
  if (command.reason.trim() === '') return reject('EXCEPTION_REASON_MISSING');
  if (isSame(state.resolved, command)) return [];
  const refused = refusalOfWork(command, state);
  return refused ?? [{ type: 'ExceptionResolved', data: { ...handled(command), reason: command.reason } }];
}

type Work = Extract<ExceptionCommand, { readonly force: boolean }>;

/** Why nobody, or not this one, may work on it. */
function refusalOfWork({ by, force, occurrence, stands }: Work, state: ExceptionState): Rejection | undefined {
  if (isResolved(state, occurrence)) return reject('EXCEPTION_RESOLVED');
  if (!stands) return reject('EXCEPTION_GONE');
  const { holder } = state;
  return holder === null || holder === by || force ? undefined : reject('EXCEPTION_CLAIMED', { holder });
}

const isResolved = ({ resolved }: ExceptionState, occurrence: number): boolean =>
  resolved !== null && resolved.occurrence >= occurrence;

const isSame = (known: Decision | null, { occurrence, reason, by }: Decision): boolean =>
  known?.occurrence === occurrence && known.reason === reason && known.by === by;

const handled = ({ exceptionId, about, occurrence, by, now }: ExceptionCommand) => ({
  exceptionId,
  about,
  occurrence,
  by,
  at: now,
});
