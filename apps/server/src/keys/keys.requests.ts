import { ROLES, type Role } from '../http/access.js';
import { Field, Prose, oneOf, text } from '../http/fields.js';

export class IssueKeyRequest {
  @Prose(100, 'whose it is, for people')
  name!: string;

  @Field(oneOf(ROLES))
  role!: Role;
}

export class KeyPath {
  @Field(text(/^key_[0-9a-f]{18}$/, 'must be an id like key_0123…'))
  id!: string;
}
