import { canonicalJson } from '#kernel';

/** What a mini-app signs with: the token its callbacks, the salt our requests. */
export interface MiniAppSecret {
  readonly token: string;
  readonly salt: string;
}

/** As one text, equal for equal content: what is sealed. */
export const miniAppSecretText = ({ token, salt }: MiniAppSecret): string => canonicalJson({ token, salt });

/** Out of what was sealed; undefined where that is none. */
export function readMiniAppSecret(text: string): MiniAppSecret | undefined {
  try {
    const { token, salt } = JSON.parse(text) as Partial<Record<keyof MiniAppSecret, unknown>>;
    return typeof token === 'string' && typeof salt === 'string' ? { token, salt } : undefined;
  } catch {
    return undefined;
  }
}
