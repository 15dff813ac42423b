import { OidcProvider, freePort } from './oidc-provider.js';
import { runLedger, type RunningLedger } from './running-ledger.js';

/** As the provider knows the ledger. */
export const CLIENT = 'hezhang';

/** A browser: keeps cookies, goes where it is sent one step at a time. */
export class Browser {
  readonly cookies = new Map<string, string>();
  /** `Set-Cookie` lines as they came. */
  readonly set: string[] = [];

  async go(
    url: string,
    { method = 'GET', headers = {} }: { readonly method?: string; readonly headers?: Readonly<Record<string, string>> } = {},
  ): Promise<{ status: number; to: string; text: string }> {
    const cookie = [...this.cookies].map((pair) => pair.join('=')).join('; ');
    const response = await fetch(url, { method, redirect: 'manual', headers: { ...headers, cookie } });
    for (const line of response.headers.getSetCookie()) {
      this.set.push(line);
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (line.includes('Max-Age=0')) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return { status: response.status, to: response.headers.get('location') ?? '', text: await response.text() };
  }
}

export interface Shop {
  readonly ledger: RunningLedger;
  readonly provider: OidcProvider;
  readonly base: string;
}

export const settingsOf = ({ provider, base }: Pick<Shop, 'provider' | 'base'>): Readonly<Record<string, string>> => ({
  HEZHANG_OIDC_ISSUER: provider.issuer,
  HEZHANG_OIDC_CLIENT_ID: CLIENT,
  HEZHANG_OIDC_BASE_URL: base,
  HEZHANG_OIDC_ROLES: 'auditor=finance;ops=cashiers;admin=owners',
  HEZHANG_OIDC_LABEL: '企业账号',
});

export async function shopOf(provider: OidcProvider, settings: Readonly<Record<string, string>> = {}): Promise<Shop> {
  const PORT = String(await freePort());
  const base = `http://127.0.0.1:${PORT}`;
  const ledger = await runLedger({ PORT, ...settingsOf({ provider, base }), ...settings });
  return { ledger, provider, base };
}

/** Out to the provider and back; where it ends. */
export async function signIn({ base }: Shop, browser = new Browser(), returnTo = '/orders?id=1'): Promise<string> {
  const out = await browser.go(`${base}/session/oidc?returnTo=${encodeURIComponent(returnTo)}`);
  const there = await browser.go(out.to);
  return (await browser.go(there.to)).to;
}

/** As the console does it: with the session and its proof. Answers where the browser goes next. */
export async function signOut(shop: Shop, browser: Browser): Promise<string | null> {
  const { csrf } = (await whoIs(shop, browser)) as Identity;
  const { status, text } = await browser.go(`${shop.base}/session`, { method: 'DELETE', headers: { 'x-hezhang-csrf': csrf } });
  if (status !== 200) throw new Error(`not signed out: ${String(status)} ${text}`);
  return (JSON.parse(text) as { next: string | null }).next;
}

export interface Identity {
  readonly actor: string;
  readonly name: string;
  readonly role: string;
  readonly csrf: string;
}

export async function whoIs({ base }: Shop, browser: Browser): Promise<Identity | number> {
  const { status, text } = await browser.go(`${base}/session`);
  return status === 200 ? (JSON.parse(text) as Identity) : status;
}
