/** Why a message was not taken: nothing of it was kept. Where the edge has the same code, it means the same. */
export const CHANNEL_REFUSALS = {
  SIGNATURE_INVALID: { status: 401, title: 'The signature does not fit the body, or the sender is not known.' },
  TIMESTAMP_OUTSIDE_WINDOW: { status: 401, title: 'The signed time is too far from ours; check the clock of the terminal.' },
  TERMINAL_MISMATCH: { status: 403, title: 'A terminal may speak for itself only.' },
  JSON_MALFORMED: { status: 400, title: 'The body is not well-formed JSON in UTF-8.' },
  JSON_NOT_OBJECT: { status: 400, title: 'The JSON is well-formed, but a transaction is an object.' },
  JSON_KEY_REPEATED: {
    status: 400,
    title: 'An object has a key twice with different values: which one counts is not for us to say.',
  },
  REQUEST_INVALID: { status: 400, title: 'The request is not valid; see errors.' },
  BODY_TOO_LARGE: { status: 413, title: 'The body is larger than this endpoint takes.' },
  LINE_TOO_LONG: { status: 413, title: 'A line is longer than a transaction can be.' },
  CARD_NUMBER_IN_TEXT: { status: 422, title: 'A text field holds a card number. Nothing was stored.' },
  OUTAGE: { status: 503, title: 'The ledger can not be reached right now; nothing is lost by trying again.' },
} as const;

export type RefusalCode = keyof typeof CHANNEL_REFUSALS;

export interface FieldError {
  readonly field: string;
  /** Never holds what was in the field. */
  readonly says: string;
}

export interface Refusal {
  readonly code: RefusalCode;
  readonly errors?: readonly FieldError[];
}

/** What a door answers: a body, or a refusal that the edge turns into a problem document. */
export type Answer<T> = { readonly status: number; readonly body: T } | { readonly status: number; readonly refusal: Refusal };

export const refusal = (code: RefusalCode, errors?: readonly FieldError[]): Refusal => ({ code, ...(errors && { errors }) });

export const refused = ({ code, errors }: Refusal): { readonly status: number; readonly refusal: Refusal } => ({
  status: CHANNEL_REFUSALS[code].status,
  refusal: refusal(code, errors),
});
