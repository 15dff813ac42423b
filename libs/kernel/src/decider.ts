/** Why a refusal is one, in terms the edge can translate without knowing the rule. */
export type RejectionKind = 'invalid' | 'not_found' | 'conflict' | 'forbidden' | 'unprocessable';

/** The business says no: a value with a code from its feature's registry. Nothing was written. */
export interface Rejection {
  readonly rejected: true;
  /** UPPER_SNAKE code, stable, unique over all features. */
  readonly code: string;
  readonly kind: RejectionKind;
  /** One sentence for a person. */
  readonly says: string;
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
}

/** A feature's registry of refusals: code → kind and sentence. */
export type RejectionRegistry = Readonly<Record<string, { readonly kind: RejectionKind; readonly says: string }>>;

export function rejecter<R extends RejectionRegistry>(registry: R) {
  return (code: keyof R & string, details?: Rejection['details']): Rejection => {
    const entry = registry[code] as R[keyof R & string];
    return { rejected: true, code, kind: entry.kind, says: entry.says, ...(details && { details }) };
  };
}

export const isRejection = (value: unknown): value is Rejection =>
  typeof value === 'object' && value !== null && (value as { rejected?: unknown }).rejected === true;

/** An event as the domain speaks of it: a type from the feature's list and plain JSON data. */
export interface DomainEvent<T extends string = string, D = unknown> {
  readonly type: T;
  readonly data: D;
}

/**
 * The pure core of a feature. `decide` answers new events, none for a retry of what is already there, or a refusal;
 * `evolve` folds one event. No clock, no randomness, no I/O: `now` and ids come in with the command.
 */
export interface Decider<State, Command, Event extends DomainEvent> {
  readonly initial: State;
  decide(command: Command, state: State): readonly Event[] | Rejection;
  evolve(state: State, event: Event): State;
}
