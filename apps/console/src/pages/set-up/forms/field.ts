import type { FieldWord, HintWord } from '../words/fields.words';

/** Where the choices of a field come from: what is set up already, or the words of the API. */
export type Source =
  | 'stores'
  | 'shops'
  | 'apps'
  | 'interfaces'
  | 'models'
  | 'methods'
  | 'interfaceChannels'
  | 'channels'
  | 'accountKinds'
  | 'steps'
  | 'statuses'
  | 'refundPolicies'
  | 'termsKinds'
  | 'pullStates'
  | 'pullBills'
  | 'merchantNos'
  | 'payees';

/**
 * How a value is typed in. `secret`: never shown again. `key`: a secret that can be made up here. `pems`: one or several keys as
 * text. `yuan`: 分 in the body. `percent`: parts per million in the body.
 */
export type FieldKind =
  | 'text'
  | 'long'
  | 'secret'
  | 'key'
  | 'pem'
  | 'privatePem'
  | 'pems'
  | 'choice'
  | 'choices'
  | 'moment'
  | 'number'
  | 'days'
  | 'lines';

/** A field of a form. The server says what it must be; nothing is checked here. */
export interface Field<Name extends string = string> {
  /** As the body calls it; `bankAccount.bank` stands within `bankAccount`. */
  readonly name: Name;
  readonly label: FieldWord;
  readonly kind: FieldKind;
  readonly hint?: HintWord;
  /** Of a choice; of a text they are proposed. */
  readonly from?: Source;
  readonly isOptional?: true;
  readonly startsAs?: 'now' | (string & {});
  readonly example?: string;
  /** Stands in the address of the command, not in its body. */
  readonly isPart?: true;
  /** Only decides which fields are asked. */
  readonly isLocal?: true;
  /** Asked only where another field has this value. */
  readonly when?: { readonly field: string; readonly is: string };
}

/** Values as they stand in a form. */
export type Values = Readonly<Record<string, unknown>>;
