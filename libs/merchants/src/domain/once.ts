import { canonicalJson, isRejection, type Decider, type DomainEvent, type Rejection } from '#kernel';

/** What a rule says of a message: it is there already, it is to be recorded, or it is refused. */
export type Judgement = 'known' | 'new' | Rejection;

/** The decision that a judgement comes to. */
export const decided = <Event extends DomainEvent>(judgement: Judgement, event: Event): readonly Event[] | Rejection =>
  isRejection(judgement) ? judgement : judgement === 'new' ? [event] : [];

/** The judgement of what is said once: the first is new, the same content again known, other content refused. */
export function judgeOnce<Data>(state: Data | undefined, data: Data, differs: () => Rejection): Judgement {
  if (state === undefined) return 'new';
  return canonicalJson(data) === canonicalJson(state) ? 'known' : differs();
}

/** A decider for a stream of one event: the first command makes it, the same content again adds nothing, other content is refused. */
export function once<Command extends { readonly type: string }, Event extends DomainEvent>(
  eventType: Event['type'],
  differs: () => Rejection,
): Decider<Event['data'] | undefined, Command, Event> {
  return {
    initial: undefined,
    decide: (command, state) => {
      const { type: _type, ...data } = command;
      return decided(judgeOnce(state, data as Event['data'], differs), { type: eventType, data } as unknown as Event);
    },
    evolve: (_state, event) => event.data,
  };
}
