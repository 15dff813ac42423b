import { canonicalJson } from '#kernel';

/** What our own calls to a party are signed with. Which of it a party needs is for its caller to say. */
export interface CallKey {
  /** PEM, PKCS#8, of ours. */
  readonly privateKey?: string;
  /** Serial number of the certificate that the private key belongs to. */
  readonly serial?: string;
  /** What the party calls the application that calls. */
  readonly appId?: string;
}

const PARTS = ['privateKey', 'serial', 'appId'] as const;

/** As one text, equal for equal content: what is sealed. */
export const callKeyText = ({ privateKey, serial, appId }: CallKey): string =>
  canonicalJson({
    ...(privateKey !== undefined && { privateKey }),
    ...(serial !== undefined && { serial }),
    ...(appId !== undefined && { appId }),
  });

/** Out of what was sealed; without anything where that is none. */
export function readCallKey(text: string | undefined): CallKey {
  if (text === undefined) return {};
  const sealed = parsed(text);
  const told = PARTS.flatMap((part) => (typeof sealed[part] === 'string' ? [[part, sealed[part]] as const] : []));
  return Object.fromEntries(told);
}

function parsed(text: string): Partial<Record<keyof CallKey, unknown>> {
  try {
    return JSON.parse(text) as Partial<Record<keyof CallKey, unknown>>;
  } catch {
    return {};
  }
}
