import { OidcProvider } from '../e2e/support/oidc-provider.js';
import { closeBrowser, server, withConsole, type Look, type Role } from './support/console.js';

const DOORS: readonly Look[] = [
  { role: 'reader', lang: 'zh-CN', theme: 'light', isPhone: false },
  { role: 'reader', lang: 'en', theme: 'dark', isPhone: false },
  { role: 'reader', lang: 'zh-CN', theme: 'dark', isPhone: true },
];
const outside = { isSignedIn: false };

/** A server that runs already may know no provider. */
const ofProvider = server().oidcPort === undefined ? describe.skip : describe;

/** Pages in the menu, by role. */
const SEEN: Readonly<Record<Role, number>> = { ingest: 0, reader: 9, ops: 9, auditor: 11, admin: 11 };

describe('the door', () => {
  afterAll(closeBrowser);

  it.each(DOORS)('stands in $lang, $theme, phone: $isPhone', async (look) => {
    await withConsole(
      look,
      async (user) => {
        await user.open('/orders?id=1');
        await user.shot('sign-in');
        expect(await user.barriers()).toEqual([]);
        expect(await user.overflows()).toBe(false);
      },
      outside,
    );
  });

  it('lets in with a key, at the address that was asked for, and out again', async () => {
    await withConsole(
      { role: 'reader', lang: 'en' },
      async (user) => {
        await user.open('/overview?store=-');
        await user.signIn();
        await user.page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
        expect(user.page.url()).toContain('/overview?store=-');
        const [cookie] = await user.page.context().cookies();
        expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' });
        expect(await user.page.evaluate('document.cookie')).toBe('');
        await user.page.getByRole('button', { name: /^Account/ }).click();
        await user.page.getByRole('menuitem', { name: 'Sign out' }).press('Enter');
        await user.page.getByRole('heading', { name: 'Sign in to Hezhang' }).waitFor();
      },
      outside,
    );
  });

  it('says in words that a key is not good', async () => {
    await withConsole(
      { role: 'reader', lang: 'zh-CN' },
      async (user) => {
        await user.open('/');
        await user.signIn('hz_no-such-key');
        await user.page.getByText('密钥不正确，或已被撤销。').waitFor();
        await user.shot('sign-in-refused');
        expect(await user.barriers()).toEqual([]);
      },
      outside,
    );
  });

  ofProvider('of a provider', () => {
    let provider: OidcProvider;
    beforeAll(async () => {
      const { oidcPort: port = 0 } = server();
      provider = await OidcProvider.listening('hezhang', { host: 'localhost', port });
    });
    afterAll(() => provider.stop());

    it('lets in at the address that was asked for, though the provider is another site', async () => {
      provider.person = { sub: 'wang', name: '王芳', groups: ['shop'] };
      await withConsole(
        { role: 'reader', lang: 'zh-CN' },
        async (user) => {
          await user.open('/overview?store=-');
          await user.page.getByRole('link', { name: '使用企业账号登录' }).click();
          await user.page.getByRole('navigation').waitFor();
          expect(user.page.url()).toBe(`${server().url}/overview?store=-`);
          expect(await user.page.getByRole('button', { name: '账户: 王芳, 只读' }).count()).toBe(1);
          const [cookie, ...others] = await user.page.context().cookies(server().url);
          expect([cookie, others]).toMatchObject([{ name: 'hezhang', httpOnly: true, sameSite: 'Strict' }, []]);
          await user.page.reload();
          await user.page.getByRole('navigation').waitFor();
          await user.page.getByRole('button', { name: '账户: 王芳, 只读' }).click();
          await user.page.getByRole('menuitem', { name: '退出登录' }).press('Enter');
          await user.page.getByRole('status').filter({ hasText: '已退出合账和企业账号。' }).waitFor();
          expect(provider.left.map((asked) => asked.get('logout_hint'))).toEqual(['wang']);
          expect(await user.page.context().cookies(server().url)).toEqual([]);
          await user.page.waitForURL(`${server().url}/`);
          await user.shot('signed-out');
          expect(await user.barriers()).toEqual([]);
        },
        outside,
      );
    });

    it('says in words that a person has no role, and still takes a key', async () => {
      provider.person = { sub: 'li', name: 'Li', groups: ['warehouse'] };
      await withConsole(
        { role: 'reader', lang: 'en', isPhone: true },
        async (user) => {
          await user.open('/overview?store=-');
          await user.page.getByRole('link', { name: 'Sign in with 企业账号' }).click();
          await user.page.getByText('Your account has no role here. Ask your administrator.').waitFor();
          await user.page.waitForURL('**/overview?store=-');
          await user.shot('sign-in-no-role');
          expect(await user.barriers()).toEqual([]);
          expect(await user.overflows()).toBe(false);
          await user.signIn();
          await user.page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
        },
        outside,
      );
    });

    it('repeats nothing that an address says', async () => {
      await withConsole(
        { role: 'reader', lang: 'en' },
        async (user) => {
          await user.open('/?signIn=Call%20555-0100');
          await user.page.getByText('does not hold, so nobody was signed in').waitFor();
          expect(await user.page.getByText('555').count()).toBe(0);
        },
        outside,
      );
    });
  });

  it.each(Object.entries(SEEN))('shows %s %d pages, and refuses the others at their address', async (role, seen) => {
    await withConsole({ role: role as Role, lang: 'en' }, async (user) => {
      await user.page.goto(`${server().url}/set-up`);
      await user.page.getByRole('navigation').waitFor();
      expect(await user.page.getByRole('navigation').getByRole('link').count()).toBe(seen);
      expect(await user.page.getByText('Not allowed').count()).toBe(['auditor', 'admin'].includes(role) ? 0 : 1);
    });
  });

  it('shows the sign-in again when the session is over', async () => {
    await withConsole({ role: 'reader', lang: 'en' }, async (user) => {
      await user.open('/overview');
      await user.page.context().clearCookies();
      await user.page.getByText('Channel', { exact: true }).first().click();
      await user.page.getByRole('heading', { name: 'Sign in to Hezhang' }).waitFor();
    });
  });
});

describe('the frame', () => {
  afterAll(closeBrowser);

  it('is worked by keyboard: skip link, palette, help, jumps', async () => {
    await withConsole({ role: 'admin', lang: 'en' }, async (user) => {
      await user.open('/overview');
      const { page } = user;
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to content');
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: 'Find and go' }).fill('余额');
      await user.shot('palette');
      expect(await user.barriers()).toEqual([]);
      await page.keyboard.press('Enter');
      await page.waitForURL('**/balances');
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: 'Find and go' }).fill('pay_1');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/orders?id=pay_1');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      await page.locator('h1').click();
      await page.keyboard.press('?');
      await page.getByText('Show shortcuts').waitFor();
      await user.shot('shortcuts');
      await page.keyboard.press('Escape');
      await page.keyboard.press('g');
      await page.keyboard.press('o');
      await page.waitForURL('**/overview*');
    });
  });

  it('changes language and colours at once, and keeps them', async () => {
    await withConsole({ role: 'reader', lang: 'zh-CN' }, async (user) => {
      await user.open('/overview');
      await user.page.getByRole('button', { name: '切换到英文' }).click();
      await user.page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
      await user.page.getByRole('button', { name: 'Switch to dark' }).click();
      await user.page.reload();
      await user.page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
      expect(await user.page.locator('html').getAttribute('data-theme')).toBe('dark');
    });
  });

  it('names the environment, and says that data was made up', async () => {
    await withConsole({ role: 'reader', lang: 'en' }, async (user) => {
      await user.open('/overview');
      const banner = await user.page.getByRole('note').innerText();
      expect(banner).toContain('Demo data');
      expect(banner).toContain('Environment: ');
    });
  });
});
