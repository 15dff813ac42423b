/** A host that nobody has: an address that leads there leads nowhere else. */
const HERE = 'http://here.invalid';
const MAX_LENGTH = 1_000;
/** Addresses of programs, and those that would begin another sign-in. */
const NO_PAGES = /^\/(?:session|v1|docs|openapi\.json|health|metrics|assets)(?:[/?#]|$)/i;
const SIGN_IN = 'signIn';

/** A page of ours that was asked for, as path and query; the first page instead of whatever else a link may bring. */
export function pageOf(asked: string | undefined): string {
  if (!asked?.startsWith('/') || asked.length > MAX_LENGTH) return '/';
  const url = URL.parse(asked, HERE);
  // Dots are resolved by then: `/.//elsewhere` has become `//elsewhere`, which a browser takes for a host.
  if (url?.origin !== HERE || url.pathname.startsWith('//') || NO_PAGES.test(url.pathname)) return '/';
  // Only then: it writes the whole query anew.
  if (url.searchParams.has(SIGN_IN)) url.searchParams.delete(SIGN_IN);
  return url.pathname + url.search;
}

/** The same page, with the code of what kept somebody from signing in, or `SIGNED_OUT`. */
export function pageWithCode(page: string, code: string): string {
  const url = new URL(page, HERE);
  url.searchParams.set(SIGN_IN, code);
  return url.pathname + url.search;
}
