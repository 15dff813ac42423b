import type { Role } from '../http/access.js';
import { Refusal, httpUrl, secondsOrNone, serviceUrl, shortName, type Read } from '../setting.js';

/** Roles that a person may have; `ingest` is for programs. */
const OF_PERSONS = ['reader', 'ops', 'auditor', 'admin'] as const satisfies readonly Role[];

/** Whoever has this value of the claim has this role. */
export interface RoleRule {
  readonly role: Role;
  readonly value: string;
}

/** A provider of OpenID Connect that says who people are. */
export interface OidcSettings {
  /** As the provider calls itself: https, or http on this machine. */
  readonly issuer: string;
  readonly clientId: string;
  /** A file with the client's secret; absent: a public client, proven by PKCE alone. */
  readonly secretFile?: string;
  /** Where browsers reach this server, without a slash at its end; the provider sends them back below it. */
  readonly baseUrl: string;
  /** Separated by spaces; `openid` is among them. */
  readonly scopes: string;
  /** Name of the claim that says what a person may, or its path with dots. */
  readonly claim: string;
  /** The first that holds counts. */
  readonly roles: readonly RoleRule[];
  /** What the provider is called, for people. */
  readonly label: string;
  /** By how much its clock may be off. */
  readonly clockToleranceS: number;
}

const SCOPES = 'openid profile';
const CLAIM = 'groups';
const CLOCK_S = 30;
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];
const NEEDED = ['CLIENT_ID', 'BASE_URL', 'ROLES'] as const;
const OTHERS = ['SECRET_FILE', 'SCOPES', 'CLAIM', 'LABEL', 'CLOCK_S'] as const;

const nameOf = (part: string): string => `HEZHANG_OIDC_${part}`;

/** All of it, or nothing where no issuer is set. What is missing, and what is set in vain, is added to the problems. */
export function oidcOf(read: Read, problems: string[]): { readonly oidc?: OidcSettings } {
  const issuer = read<string | undefined>(nameOf('ISSUER'), undefined, issuerUrl);
  const isSet = (part: string): boolean => read<boolean>(nameOf(part), false, () => true);
  if (!isSet('ISSUER')) {
    for (const part of [...NEEDED, ...OTHERS])
      if (isSet(part)) problems.push(`${nameOf(part)} needs HEZHANG_OIDC_ISSUER, of whom it tells`);
    return {};
  }
  for (const part of NEEDED) if (!isSet(part)) problems.push(`HEZHANG_OIDC_ISSUER needs ${nameOf(part)}`);
  const secretFile = read<string | undefined>(nameOf('SECRET_FILE'), undefined, (text) => text);
  const oidc: OidcSettings = {
    issuer: issuer ?? '',
    clientId: read(nameOf('CLIENT_ID'), '', clientId),
    ...(secretFile !== undefined && { secretFile }),
    baseUrl: read(nameOf('BASE_URL'), '', baseUrl),
    scopes: read(nameOf('SCOPES'), SCOPES, scopeList),
    claim: read(nameOf('CLAIM'), CLAIM, (text) => text),
    roles: read<readonly RoleRule[]>(nameOf('ROLES'), [], roleRules),
    label: read(nameOf('LABEL'), URL.parse(issuer ?? '')?.host ?? '', shortName),
    clockToleranceS: read(nameOf('CLOCK_S'), CLOCK_S, tolerance),
  };
  return { oidc };
}

const isSecure = (text: string): boolean => {
  const url = URL.parse(text);
  return url?.protocol === 'https:' || LOOPBACK.includes(url?.hostname ?? '');
};

const SECURE = new Refusal('must be a URL by https; by http only on this machine');

const issuerUrl = (text: string): string | Refusal => (isSecure(text) ? serviceUrl(text) : SECURE);

/** The console stands at `/` of its host. */
function baseUrl(text: string): string | Refusal {
  const url = isSecure(text) ? httpUrl(text) : SECURE;
  return url instanceof Refusal || URL.parse(url)?.pathname === '/' ? url : new Refusal('must be a URL without a path');
}

const clientId = (text: string): string | Refusal =>
  /^[\x21-\x7e]{1,256}$/.test(text) ? text : new Refusal('must be printable, without spaces');

function scopeList(text: string): string | Refusal {
  const scopes = text.split(/\s+/);
  return scopes.includes('openid') ? scopes.join(' ') : new Refusal('must be scopes separated by spaces, openid among them');
}

const tolerance = (text: string): number | Refusal => {
  const given = secondsOrNone(text);
  return given instanceof Refusal || given > 300 ? new Refusal('must be seconds from 0 to 300') : given;
};

/** `role=value`, several separated by semicolons: values may hold commas and equal signs, as names in a directory do. */
function roleRules(text: string): readonly RoleRule[] | Refusal {
  const rules: RoleRule[] = [];
  for (const rule of text.split(';')) {
    const [name = '', ...rest] = rule.trim().split('=');
    const role = OF_PERSONS.find((one) => one === name.trim());
    const value = rest.join('=').trim();
    if (role === undefined || value === '')
      return new Refusal(`must be like auditor=finance;ops=cashiers, with roles ${OF_PERSONS.join(', ')}`);
    if (rules.some((other) => other.value === value)) return new Refusal(`gives ${value} two roles`);
    rules.push({ role, value });
  }
  return rules;
}
