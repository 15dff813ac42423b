import { cardNumbersIn } from '#channels';
import { Field, Prose, text, type FieldRule } from '../http/fields.js';

/** Path and query of a page of the console, as an address has them: no host, no place within the page. */
const ADDRESS = /^\/[a-z][a-z-]{0,31}(?:\?[A-Za-z0-9\-._~!$&'()*+,;=:@/?%]{0,1000})?$/;

const NO_CARD_NUMBER: FieldRule = {
  name: 'cardNumber',
  schema: {},
  says: 'holds a card number',
  holds: (value) => typeof value !== 'string' || cardNumbersIn(value, 'issued').length === 0,
};

export class SaveViewRequest {
  @Prose(60, 'what its owner calls it; one of that name for each page')
  name!: string;

  @Field(NO_CARD_NUMBER)
  @Field(text(ADDRESS, 'must be a path and query of the console like /orders?status=paid', 'path and query within the console'))
  address!: string;
}

export class ViewPath {
  @Field(text(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, 'must be a UUID'))
  id!: string;
}
