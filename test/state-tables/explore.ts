import type { Machine } from './machine.js';

/** Status before the first step. */
export const NOTHING = '(nothing)';

/** A step out of a state without exceptions. */
export interface Move {
  readonly from: string;
  readonly by: string;
  /** The status after it; undefined where it was refused. */
  readonly to: string | undefined;
  /** The refusal, or the exceptions that it raised; empty where the move is legal. */
  readonly codes: readonly string[];
  /** Steps from nothing to `from`, without an exception on the way. */
  readonly path: readonly string[];
}

interface Reached<State> {
  readonly state: State;
  readonly status: string;
  readonly path: readonly string[];
}

const STATES_AT_MOST = 5_000;

/**
 * Every step from every state that can be reached without an exception, breadth first: so each move has a shortest path.
 * A retry, which leaves the very state, is no move. One move per (from, by, to, codes). @throws Error where `alike` tells too many states apart
 */
export function explore<State, Step>(machine: Machine<State, Step>): Move[] {
  const moves = new Map<string, Move>();
  const seen = new Set<string>();
  let open: Reached<State>[] = [{ state: machine.initial, status: NOTHING, path: [] }];
  while (open.length > 0) {
    const tried = open.flatMap((reached) => movesFrom(machine, reached));
    for (const { move } of tried) if (!moves.has(keyOf(move))) moves.set(keyOf(move), move);
    open = tried.flatMap(({ reached }) => (reached && isNew(seen, machine, reached) ? [reached] : []));
    if (seen.size > STATES_AT_MOST) throw new Error(`more than ${String(STATES_AT_MOST)} states: tell fewer apart in alike`);
  }
  return [...moves.values()];
}

const keyOf = ({ from, by, to, codes }: Move): string => [from, by, to, ...codes].join('\n');

function isNew<State, Step>(seen: Set<string>, { alike }: Machine<State, Step>, { status, state }: Reached<State>): boolean {
  const likeness = `${status} ${alike(state)}`;
  return !seen.has(likeness) && seen.add(likeness).size > 0;
}

interface Tried<State> {
  readonly move: Move;
  /** Where it led; undefined where it was refused or flagged. */
  readonly reached?: Reached<State>;
}

function movesFrom<State, Step>(
  { steps, take }: Machine<State, Step>,
  { state, status: from, path }: Reached<State>,
): Tried<State>[] {
  return Object.entries(steps).flatMap(([by, step]): Tried<State>[] => {
    const taken = take(step, state);
    if ('refused' in taken) return [{ move: { from, by, to: undefined, codes: [taken.refused], path } }];
    if (taken.state === state) return [];
    const move = { from, by, to: taken.status, codes: [...taken.flags].sort(), path };
    if (move.codes.length > 0) return [{ move }];
    return [{ move, reached: { state: taken.state, status: taken.status, path: [...path, by] } }];
  });
}

/** Moves without an exception that change the status. */
export const legal = (moves: readonly Move[]): Move[] =>
  moves.filter(({ from, to, codes }) => codes.length === 0 && from !== to);

/** Moves that are refused or flagged whatever led to their status; where a status has both, it depends on more than the table shows. */
export function illegal(moves: readonly Move[]): Move[] {
  const fine = new Set(moves.filter(({ codes }) => codes.length === 0).map(({ from, by }) => `${from}\n${by}`));
  return moves.filter(({ from, by, codes }) => codes.length > 0 && !fine.has(`${from}\n${by}`));
}
