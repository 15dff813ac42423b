import type { Role } from '../http/access.js';
import type { OidcSettings } from './oidc.settings.js';

export type Claims = Readonly<Record<string, unknown>>;

const NAME_CLAIMS = ['name', 'preferred_username', 'email'] as const;
const NAME_MAX_LENGTH = 100;

/**
 * What a person may: the role of the first rule whose value the claim has, so who has several gets the one that stands first in
 * the setting and never the sum of them. Undefined where none holds: nobody has a role by default.
 */
export function roleOf(claims: Claims, { claim, roles }: Pick<OidcSettings, 'claim' | 'roles'>): Role | undefined {
  const values = valuesOf(claims, claim);
  return roles.find(({ value }) => values.includes(value))?.role;
}

/** A text or a list of texts, under that name or, where there is none, along its dots: `realm_access.roles`. */
function valuesOf(claims: Claims, claim: string): readonly string[] {
  const found = Object.hasOwn(claims, claim) ? claims[claim] : along(claims, claim.split('.'));
  const values: readonly unknown[] = Array.isArray(found) ? found : [found];
  return values.filter((value) => typeof value === 'string');
}

function along(claims: unknown, path: readonly string[]): unknown {
  let at = claims;
  for (const part of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return undefined;
    at = (at as Claims)[part];
  }
  return at;
}

/** What a person is called, for people; empty where the provider does not say. */
export function nameOf(claims: Claims): string {
  for (const claim of NAME_CLAIMS) {
    const value = claims[claim];
    const name = typeof value === 'string' ? value.replaceAll(/\p{C}/gu, '').trim() : '';
    if (name !== '') return Array.from(name).slice(0, NAME_MAX_LENGTH).join('');
  }
  return '';
}
