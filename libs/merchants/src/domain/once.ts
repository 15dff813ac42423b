import { canonicalJson, type Decider, type DomainEvent, type Rejection } from '#kernel';

/**
 * A decider for what is said once: the first command makes the event, the same content again adds nothing, other content is refused.
 * `differs` names the refusal; `sameness` is what counts as content (all of the data unless said).
 */
export function once<Command extends { readonly type: string }, Event extends DomainEvent>(
  eventType: Event['type'],
  differs: () => Rejection,
  sameness: (data: Event['data']) => unknown = (data) => data,
): Decider<Event['data'] | undefined, Command, Event> {
  return {
    initial: undefined,
    decide: (command, state) => {
      const { type: _type, ...data } = command;
      if (state === undefined) return [{ type: eventType, data } as unknown as Event];
      return canonicalJson(sameness(data)) === canonicalJson(sameness(state)) ? [] : differs();
    },
    evolve: (_state, event) => event.data,
  };
}
