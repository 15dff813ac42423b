import { canonicalJson, isRejection, type Decider, type DomainEvent } from '#kernel';

/** What came of a step: where the thing stands now, or why nothing was written. */
export type Taken<State> =
  | {
      readonly state: State;
      readonly status: string;
      /** Codes of the exceptions that the thing then carries. */
      readonly flags: readonly string[];
    }
  | { readonly refused: string };

/** Something with a status that steps (facts or instructions) take further. Pure. */
export interface Machine<State, Step> {
  readonly initial: State;
  /** Every status in the order of the table. */
  readonly statuses: readonly string[];
  /** What may come, by the name that the table gives it: two samples of one fact (part, the rest) are two steps. */
  readonly steps: Readonly<Record<string, Step>>;
  readonly take: (step: Step, state: State) => Taken<State>;
  /** Equal for states that all further steps treat alike; the coarser, the fewer are explored. */
  readonly alike: (state: State) => string;
}

/** A feature's decider as a machine. */
export interface DeciderStates<State, Command> {
  readonly statuses: readonly string[];
  readonly steps: Readonly<Record<string, Command>>;
  readonly statusOf: (state: State) => string;
  /** Codes of exceptions; none unless said. */
  readonly flagsOf?: (state: State) => readonly string[];
  /** The state itself unless said. */
  readonly alike?: (state: State) => unknown;
}

export function deciderMachine<State, Command, Event extends DomainEvent>(
  decider: Decider<State, Command, Event>,
  { statuses, steps, statusOf, flagsOf = () => [], alike = (state) => state }: DeciderStates<State, Command>,
): Machine<State, Command> {
  return {
    initial: decider.initial,
    statuses,
    steps,
    take: (command, before) => {
      const decided = decider.decide(command, before);
      if (isRejection(decided)) return { refused: decided.code };
      const state = decided.reduce((folded, event) => decider.evolve(folded, event), before);
      return { state, status: statusOf(state), flags: flagsOf(state) };
    },
    alike: (state) => canonicalJson(alike(state)),
  };
}
