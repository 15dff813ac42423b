import { isSubject } from '#kernel';
import { Field, OptionalField, Prose, oneOf, text } from '../http/fields.js';

export class SubjectPath {
  @Field({
    name: 'subject',
    schema: { type: 'string', examples: ['sub_0f3cZx…'] },
    says: 'must be a pseudonym like sub_…',
    holds: (value) => typeof value === 'string' && isSubject(value),
  })
  subject!: string;
}

export const PERSON_KINDS = ['account', 'card', 'order', 'payment'] as const;

/** In the body: who somebody is has no place in an address, which ends up in logs. */
export class FindSubjectsRequest {
  @Field(oneOf(PERSON_KINDS, 'account: open id, wallet or bank account; card: masked; order, payment: whoever is told in it'))
  kind!: (typeof PERSON_KINDS)[number];
  @Field(text(/^[^\p{Cc}]{1,256}$/u, 'must be 1 to 256 characters', 'the account, card, or id of the order or payment'))
  of!: string;
  @OptionalField(
    text(/^[A-Za-z0-9]{1,32}$/, 'must be letters and digits', 'merchant number that a card was used at; needed for a card'),
  )
  merchantNo?: string;
}

export class ForgetRequest {
  @Prose(200, 'why: the request, its date; nothing that tells who the person is')
  reason!: string;
}
