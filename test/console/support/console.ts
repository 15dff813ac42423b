import { mkdirSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type Page } from 'playwright-core';

export type Role = 'admin' | 'reader' | 'ops' | 'auditor' | 'ingest';
export type Lang = 'zh-CN' | 'en';
export type Theme = 'light' | 'dark';

export interface Look {
  readonly role: Role;
  readonly lang?: Lang;
  readonly theme?: Theme;
  /** The width and height of a phone. */
  readonly isPhone?: boolean;
}

interface Server {
  readonly url: string;
  readonly keys: Readonly<Record<Role, string>>;
  /** Where the server looks for its provider of OpenID Connect, on localhost; absent where it was set to none. */
  readonly oidcPort?: number;
}

const DESK = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
const SHOTS = 'var/screenshots';
const SETTLE_MS = 400;
const PATIENCE_MS = 30_000;

/** The server of this run, with a key for each role. */
export const server = (): Server => JSON.parse(process.env['CONSOLE_SERVER'] ?? '{}') as Server;

/** What the ledger answers to a program; an auditor may read everything. */
export async function asked<Answer>(path: string, role: Role = 'auditor'): Promise<Answer> {
  const answer = await fetch(`${server().url}${path}`, { headers: { authorization: `Bearer ${server().keys[role]}` } });
  if (!answer.ok) throw new Error(`${path}: ${String(answer.status)}`);
  return (await answer.json()) as Answer;
}

/** The same, where one thing or a list of them is asked for. */
export const askedData = async <Data>(path: string): Promise<Data> => (await asked<{ readonly data: Data }>(path)).data;

/** The merchant that the demo told of; specs that set up others of their own name them to come after it. */
export async function demoMerchant(): Promise<string> {
  const { merchants } = await asked<{ readonly merchants: readonly { readonly id: string }[] }>('/session');
  const [first] = merchants;
  if (!first) throw new Error('the demo has no merchant');
  return first.id;
}

let browser: Promise<Browser> | undefined;
const launched = (): Promise<Browser> =>
  (browser ??= chromium.launch({
    executablePath: process.env['CONSOLE_CHROMIUM'] ?? '',
    // Chromium has no sandbox for root, as in containers.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  }));

/** For afterAll of every spec. */
export async function closeBrowser(): Promise<void> {
  await (await browser)?.close();
  browser = undefined;
}

/** A person at the console. */
export class ConsoleUser {
  private readonly faults: string[] = [];

  constructor(
    readonly page: Page,
    private readonly look: Look,
  ) {
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.faults.push(message.text());
    });
    page.on('pageerror', (error) => this.faults.push(error.message));
  }

  /** Opens an address and waits until nothing is loading. */
  async open(path: string): Promise<void> {
    await this.page.goto(`${server().url}${path}`);
    await this.settled();
  }

  async settled(): Promise<void> {
    await this.page.locator('h1').first().waitFor();
    // Not by a condition that the page evaluates: its policy takes no script made of text.
    await this.page.locator('.ant-skeleton, .ant-spin-spinning').first().waitFor({ state: 'detached' });
    await this.page.waitForTimeout(SETTLE_MS);
  }

  /** Signs in at the door, as people do. */
  async signIn(key = server().keys[this.look.role]): Promise<void> {
    await this.page.locator('input[type=password]').fill(key);
    await this.page.locator('button[type=submit]').click();
  }

  /** Keeps a picture, to be looked at: `overview-zh-CN-dark-phone.png`. */
  async shot(name: string): Promise<void> {
    mkdirSync(SHOTS, { recursive: true });
    const { lang = 'zh-CN', theme = 'light', isPhone = false } = this.look;
    const file = [name, lang, theme, ...(isPhone ? ['phone'] : [])].join('-');
    await this.page.screenshot({ path: `${SHOTS}/${file}.png`, fullPage: true });
  }

  /** What axe finds serious or worse against WCAG 2.2 A and AA. */
  async barriers(): Promise<string[]> {
    const { violations } = await new AxeBuilder({ page: this.page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      .analyze();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary = '' }) => `${id}: ${html} ${failureSummary}`));
  }

  /** Whether the page is wider than its window. */
  overflows(): Promise<boolean> {
    return this.page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth + 1');
  }

  /** Errors and warnings of the browser's console so far: scripts that threw, answers that failed, what the policy refused. */
  complaints(): readonly string[] {
    return this.faults;
  }
}

/** Lets a person of that role look at the console, signed in, in a browser profile of their own. */
export async function withConsole(
  look: Look,
  use: (user: ConsoleUser) => Promise<void>,
  options: { readonly isSignedIn?: boolean } = {},
): Promise<void> {
  const { lang = 'zh-CN', theme = 'light', isPhone = false, role } = look;
  const context = await (
    await launched()
  ).newContext({
    locale: lang === 'en' ? 'en-GB' : lang,
    colorScheme: theme,
    viewport: isPhone ? PHONE : DESK,
    hasTouch: isPhone,
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(PATIENCE_MS);
  try {
    if (options.isSignedIn !== false) {
      const signedIn = await context.request.post(`${server().url}/session`, { data: { key: server().keys[role] } });
      if (signedIn.status() !== 204) throw new Error(`could not sign in: ${String(signedIn.status())}`);
    }
    await use(new ConsoleUser(await context.newPage(), look));
  } finally {
    await context.close();
  }
}
