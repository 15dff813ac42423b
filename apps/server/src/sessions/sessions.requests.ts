import { Field, text } from '../http/fields.js';

export class SignInRequest {
  @Field(text(/^[\x21-\x7e]{1,512}$/, 'must be a key', 'an API key'))
  key!: string;
}
