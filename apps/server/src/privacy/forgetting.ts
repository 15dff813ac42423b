import type { CommandContext, CommandHandling, Outcome, StoredEvent } from '#event-log';
import { isSealed } from '#kernel';
import { orderStream } from '#orders';
import { paymentStream } from '#payments';
import {
  forgottenStream,
  subjectDecider,
  subjectFeature,
  type Forgotten,
  type Person,
  type Persons,
  type SubjectOfPerson,
} from '#privacy';
import { Problem } from '../http/problem.js';
import type { ForgetSubjectOf } from './privacy.bus.js';
import type { FindSubjectsRequest } from './privacy.requests.js';
import type { ForgottenAs } from './subject-uses.js';

/** Who is who, and how a person is forgotten. */
export class Forgetting {
  constructor(
    private readonly handling: CommandHandling,
    private readonly persons: Persons,
  ) {}

  /** Of a person all that they were, the oldest first; of an order or a payment whoever is told in it. */
  async subjectsOf(asked: FindSubjectsRequest): Promise<SubjectOfPerson[]> {
    switch (asked.kind) {
      case 'account':
      case 'card':
        return this.persons.subjectsOf(personOf(asked));
      case 'order':
        return this.persons.known(await this.toldIn(orderStream(asked.of)));
      case 'payment':
        return this.persons.known(await this.toldIn(paymentStream(asked.of)));
    }
  }

  /**
   * That a person is forgotten stands in the log before their key goes: what is broken off between the two is finished by the
   * next try, and by the next start.
   */
  async forget({ subject, reason, context }: ForgetSubjectOf): Promise<Outcome> {
    const known = (await this.persons.known([subject])).length > 0;
    const outcome = await this.handling.handle(subjectFeature, commandOf({ subject, reason, known }, context), context);
    if (outcome.ok) await this.persons.destroy([subject]);
    return outcome;
  }

  /** Null of who was not. */
  async forgottenAs(subject: string): Promise<ForgottenAs | null> {
    const events = (await this.handling.history(forgottenStream())) as readonly StoredEvent<Forgotten>[];
    const found = events.find(({ data }) => data.subject === subject);
    return found ? { at: found.recordedAt, by: found.data.by, position: found.position } : null;
  }

  private async toldIn(stream: string): Promise<string[]> {
    const subjects = new Set<string>();
    for (const { data } of await this.handling.history(stream)) collect(data, subjects);
    return [...subjects];
  }
}

/** Keys that a restored backup brought back are destroyed again: the log says whose. */
export async function forgetAgain(handling: CommandHandling, persons: Persons): Promise<void> {
  const { state } = await handling.load(forgottenStream(), subjectDecider);
  const back = (await persons.known([...state.subjects])).filter((each) => each.state === 'readable');
  if (back.length > 0) await persons.destroy(back.map(({ subject }) => subject));
}

const commandOf = (said: { subject: string; reason: string; known: boolean }, { actor }: CommandContext) =>
  ({ type: 'ForgetSubject', by: actor, ...said }) as const;

function personOf({ kind, of, merchantNo }: FindSubjectsRequest): Person {
  if (kind !== 'card') return { kind: 'account', id: of };
  if (merchantNo === undefined)
    throw Problem.of('REQUEST_INVALID', { errors: [{ field: 'merchantNo', says: 'is needed for a card' }] });
  return { kind, id: of, merchantNo };
}

function collect(value: unknown, subjects: Set<string>): void {
  if (isSealed(value)) subjects.add(value.subject);
  else if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) collect(inner, subjects);
}
