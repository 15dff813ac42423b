import { Fault, type RejectionKind, type RejectionRegistry } from '#kernel';

export interface ErrorEntry {
  readonly status: number;
  readonly title: string;
}

/** What the edge itself refuses. Features bring their own codes in their rejection registries. */
export const EDGE_ERRORS = {
  REQUEST_INVALID: { status: 400, title: 'The request is not valid; see errors.' },
  REQUEST_UNREADABLE: { status: 400, title: 'This is not HTTP as we speak it: its method or its form is unknown.' },
  REQUEST_TOO_SLOW: { status: 408, title: 'The request did not arrive in time.' },
  HEADERS_TOO_LARGE: { status: 431, title: 'The headers are larger than this server takes.' },
  BODY_EMPTY: { status: 400, title: 'A body is required and none was sent.' },
  JSON_MALFORMED: { status: 400, title: 'The body is not well-formed JSON in UTF-8.' },
  RESULTS_UNREAD: { status: 408, title: 'The results were not read for too long. Send what has none again.' },
  BODY_TOO_LARGE: { status: 413, title: 'The body is larger than this endpoint takes.' },
  MEDIA_TYPE_UNSUPPORTED: { status: 415, title: 'This endpoint does not take this content type.' },
  URL_INVALID: { status: 400, title: 'The address can not be decoded.' },
  URL_TOO_LONG: { status: 414, title: 'A part of the address is too long.' },
  SECRET_IN_URL: {
    status: 400,
    title: 'A secret may not stand in an address; send it in the body. Rotate it if it was a real one.',
  },
  KEY_MISSING: { status: 401, title: 'An API key is required: Authorization: Bearer <key>.' },
  KEY_UNKNOWN: { status: 401, title: 'The API key is not known or was revoked.' },
  SESSION_OVER: { status: 401, title: 'The session is over; sign in again.' },
  CSRF_REFUSED: { status: 403, title: 'It is not proven that a page of this console sent this; load it again.' },
  SIGN_IN_LIMITED: { status: 429, title: 'Too many keys were tried from here; wait a moment.' },
  ROLE_FORBIDDEN: { status: 403, title: 'The role of this key does not allow this.' },
  ROUTE_UNKNOWN: { status: 404, title: 'There is no such endpoint.' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'This endpoint does not take this method; see Allow.' },
  NOT_FOUND: { status: 404, title: 'There is no such thing here (yet).' },
  CURSOR_INVALID: { status: 400, title: 'The cursor is not one of ours, or belongs to another query.' },
  IF_MATCH_INVALID: { status: 400, title: 'If-Match must be one quoted revision, as the ETag gave it.' },
  STREAM_CHANGED: { status: 412, title: 'The stream is no longer at the revision given in If-Match.' },
  IDEMPOTENCY_KEY_MISSING: { status: 400, title: 'This command needs an Idempotency-Key.' },
  IDEMPOTENCY_KEY_INVALID: { status: 400, title: 'An Idempotency-Key has 1 to 255 printable characters without spaces.' },
  IDEMPOTENCY_KEY_REUSED: { status: 422, title: 'This Idempotency-Key was used with another body.' },
  CARD_NUMBER_IN_TEXT: { status: 422, title: 'A text field holds a card number. Nothing was stored.' },
  VIEW_NAME_TAKEN: { status: 409, title: 'Another view of this page has the name; delete it first, or save under its id.' },
  VIEWS_FULL: { status: 409, title: 'As many views as one caller may keep are saved; delete one first.' },
  REBUILD_RUNNING: { status: 409, title: 'This projection is being rebuilt already.' },
  REBUILD_DIFFERS: { status: 409, title: 'The rebuilt read model is not what serves; nothing was swapped.' },
  REBUILD_VIOLATES: { status: 409, title: 'The rebuilt read model breaks an invariant; nothing was swapped.' },
  NO_GENERATION: { status: 409, title: 'The read model does not serve yet.' },
  NOT_SEALED: { status: 404, title: 'No checkpoint reaches so far yet; the log is sealed within seconds.' },
  ACCOUNTS_UNMAPPED: { status: 422, title: 'Accounts stand nowhere in the chart of accounts; see details.' },
  EXPORTS_BUSY: { status: 429, title: 'As many exports as this server makes at once are under way; try again.' },
  EXPORT_TOO_LONG: { status: 503, title: 'The export took longer than this server gives it; ask for a shorter period.' },
  PROJECTION_BEHIND: { status: 503, title: 'The read model has not reached minPosition yet; try again.' },
  OUTAGE: { status: 503, title: 'The ledger can not be reached right now; nothing is lost by trying again.' },
  CLOSING: { status: 503, title: 'The server is stopping; try again.' },
  FAULT: { status: 500, title: 'Something is wrong on our side; it was reported.' },
} as const satisfies Record<string, ErrorEntry>;

export type EdgeCode = keyof typeof EDGE_ERRORS;

export const STATUS_OF_KIND: Readonly<Record<RejectionKind, number>> = {
  invalid: 400,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  unprocessable: 422,
};

export type ErrorEntries = Readonly<Record<string, ErrorEntry>>;

/** A feature's refusals as the edge answers them. */
export const ofRejections = (registry: RejectionRegistry): ErrorEntries =>
  Object.fromEntries(
    Object.entries(registry).map(([code, { kind, says }]) => [code, { status: STATUS_OF_KIND[kind], title: says }]),
  );

/** Many registries in one. @throws Fault where two give one code different meanings */
export function errorRegistry(...registries: readonly ErrorEntries[]): ReadonlyMap<string, ErrorEntry> {
  const all = new Map<string, ErrorEntry>();
  for (const [code, entry] of registries.flatMap((registry) => Object.entries(registry))) {
    const known = all.get(code);
    if (known && (known.status !== entry.status || known.title !== entry.title))
      throw new Fault(`error code ${code} has two meanings`);
    all.set(code, entry);
  }
  return all;
}
