import { askedData, closeBrowser, server, withConsole, type Lang, type Look } from './support/console.js';

const LOOKS: readonly Look[] = [
  { role: 'auditor', lang: 'zh-CN', theme: 'light', isPhone: false },
  { role: 'admin', lang: 'en', theme: 'dark', isPhone: false },
  { role: 'reader', lang: 'en', theme: 'light', isPhone: false },
  { role: 'reader', lang: 'zh-CN', theme: 'dark', isPhone: true },
];
const TITLE: Readonly<Record<Lang, string>> = { 'zh-CN': '余额', en: 'Balances' };
const AUDITOR: Look = { role: 'auditor', lang: 'en' };
/** Between the sales of the demo and their settlements. */
const DAY = '2025-11-11';

const fenIn = (text: string): number => Number(text.replaceAll(/[^\d]/g, ''));

interface Balance {
  readonly account: string;
  readonly balance: number;
}

/** The demo's account at the bank: sales are settled on it on many days. */
async function bank(): Promise<string> {
  const [{ account } = { account: '' }] = await askedData<Balance[]>('/v1/balances?prefix=assets:bank');
  return account;
}

describe('the balances', () => {
  afterAll(closeBrowser);

  it.each(LOOKS)('are whole for $role in $lang, $theme, phone: $isPhone', async (look) => {
    await withConsole(look, async (user) => {
      await user.open('/balances?open=assets,assets:clearing,revenue');
      expect(await user.page.locator('h1').innerText()).toBe(TITLE[look.lang ?? 'zh-CN']);
      await user.page.locator('.balances-tree td:last-child .money').first().waitFor();
      await user.settled();
      await user.shot('balances');
      expect(await user.barriers()).toEqual([]);
      expect(await user.overflows()).toBe(false);
      expect(user.complaints()).toEqual([]);
    });
  });

  it('opens by keyboard, step by step, with the figures of the ledger, and keeps that in the address', async () => {
    await withConsole(AUDITOR, async ({ page }) => {
      await page.goto(`${server().url}/balances`);
      await page.getByRole('button', { name: 'Expand Bank' }).focus();
      await page.keyboard.press('Enter');
      await page.waitForURL('**open=assets%2Cassets%3Abank');
      const account = await bank();
      const row = page.getByRole('row').filter({ has: page.getByTitle(account) });
      const balance = await row.getByRole('cell').last().locator('.money').innerText();
      expect(fenIn(balance)).toBe((await askedData<Balance>(`/v1/balances/${account}`)).balance);
      await page.reload();
      await row.waitFor();
      await page.getByRole('button', { name: 'Collapse Bank' }).press('Enter');
      await row.waitFor({ state: 'detached' });
    });
  });

  it('shows another accounting day and another moment, by slider, picker and address', async () => {
    await withConsole(AUDITOR, async (user) => {
      const { page } = user;
      await user.open(`/balances?effective=${DAY}&open=-`);
      expect(await page.getByRole('textbox', { name: 'Accounting day' }).inputValue()).toBe(DAY);
      const [assets] = await askedData<Balance[]>(`/v1/balances?depth=1&prefix=assets&effective=${DAY}`);
      const shown = page
        .getByRole('row', { name: /Assets/ })
        .locator('.money')
        .last();
      expect(fenIn(await shown.innerText())).toBe(assets?.balance);
      await page.getByRole('slider', { name: 'Accounting day' }).press('ArrowRight');
      await page.waitForURL('**effective=2025-11-12*');
      await page.getByRole('slider', { name: 'Known at' }).press('Home');
      await page.waitForURL('**known=*');
      await page.getByText('Nothing was booked by then').waitFor();
      await user.shot('balances-before-all');
      await page.getByRole('button', { name: 'Now' }).click();
      await page.getByRole('row', { name: /Assets/ }).waitFor();
      expect(user.complaints()).toEqual([]);
    });
  });

  it.each<Look>([AUDITOR, { role: 'auditor', lang: 'zh-CN', theme: 'dark' }])(
    'tells two points apart in $lang, and the lines that make the difference',
    async (look) => {
      await withConsole(look, async (user) => {
        const account = await bank();
        const points = `compare=1&effective=2025-11-12&toEffective=2025-11-13`;
        await user.open(`/balances?${points}&open=assets,assets:bank`);
        await user.shot('balances-compared');
        expect(await user.barriers()).toEqual([]);
        await user.page
          .getByRole('row')
          .filter({ has: user.page.getByTitle(account) })
          .getByRole('button')
          .click();
        await user.page.waitForURL('**account=*');
        await user.settled();
        const asks = `/v1/balances/${account}/diff?effective=2025-11-12&toEffective=2025-11-13&limit=500`;
        const { difference, lines } = await askedData<{ difference: number; lines: { change: number }[] }>(asks);
        expect(lines.reduce((sum, { change }) => sum + change, 0)).toBe(difference);
        const figures = user.page.locator('.balances-figure .money');
        expect(fenIn(await figures.last().innerText())).toBe(Math.abs(difference));
        const table = user.page.getByRole('table', { name: look.lang === 'en' ? /make the difference/ : /差额由/ });
        expect(Number(await table.getAttribute('aria-rowcount'))).toBe(lines.length + 1);
        await user.shot('balances-difference');
        expect(await user.barriers()).toEqual([]);
        expect(user.complaints()).toEqual([]);
      });
    },
  );

  it.each<Look>([AUDITOR, { role: 'auditor', lang: 'zh-CN', theme: 'dark' }])(
    'leads from a number in $lang to its events, entries, notice, command and actor',
    async (look) => {
      await withConsole(look, async (user) => {
        const { page } = user;
        const account = await bank();
        await user.open(`/balances?account=${account}`);
        await user.shot('balances-account');
        await page.locator('.endless-row.is-link').first().focus();
        await page.keyboard.press('Enter');
        const drawer = page.getByRole('dialog');
        await drawer.getByText(/ntc_/).first().waitFor();
        await drawer.getByText('key:admin').first().waitFor();
        const ofNotice = drawer.getByRole('button', { name: look.lang === 'en' ? 'What came of it' : '由此产生的事件' });
        await ofNotice.first().click();
        await page.waitForURL(/explain=notice(?::|%3A)[0-9a-f]{64}/);
        await drawer.getByText(/ntc_/).first().waitFor();
        await page.keyboard.press('Escape');
        await drawer.waitFor({ state: 'hidden' });
        await page.getByRole('button', { name: look.lang === 'en' ? 'Where it comes from' : '余额来源' }).click();
        await page.getByText(look.lang === 'en' ? 'as the books say' : '与账面一致').waitFor();
        const { balance } = await askedData<Balance>(`/v1/balances/${account}`);
        expect(fenIn(await drawer.locator('.balances-numbers .money').first().innerText())).toBe(balance);
        await user.settled();
        await user.shot('balances-explained');
        expect(await user.barriers()).toEqual([]);
        await drawer.getByRole('button', { name: look.lang === 'en' ? 'Older events' : '更早的事件' }).click();
        await drawer.getByRole('button', { name: look.lang === 'en' ? 'Back to the newest' : '回到最新' }).waitFor();
        expect(user.complaints()).toEqual([]);
      });
    },
  );

  it('says so where a number is not what the books say', async () => {
    await withConsole(AUDITOR, async (user) => {
      const account = await bank();
      await user.page.route('**/v1/explain*', async (route) => {
        const answer = await route.fetch();
        const told = (await answer.json()) as { data: { numbers: { stands: number; agrees: boolean }[] } };
        const [number] = told.data.numbers;
        if (number) Object.assign(number, { stands: number.stands + 1, agrees: false });
        await route.fulfill({ response: answer, json: told });
      });
      await user.open(`/balances?explain=account:${account}`);
      await user.page.getByText('unlike the books, which say').waitFor();
    });
  });

  it('asks nothing of the past for a reader, and shows no way to it', async () => {
    await withConsole({ role: 'reader', lang: 'en' }, async (user) => {
      await user.open(`/balances?effective=${DAY}&account=assets:bank&explain=event:1&open=assets,assets:bank`);
      expect(await user.page.getByRole('slider').count()).toBe(0);
      expect(await user.page.getByRole('dialog').count()).toBe(0);
      expect(await user.page.locator('.balances-toggle.is-link').count()).toBe(0);
      const account = await bank();
      const row = user.page.getByRole('row').filter({ has: user.page.getByTitle(account) });
      const now = await askedData<Balance>(`/v1/balances/${account}`);
      expect(fenIn(await row.locator('.money').last().innerText())).toBe(now.balance);
      expect(user.complaints()).toEqual([]);
    });
  });

  it('says in words what did not load, and tries again', async () => {
    await withConsole(AUDITOR, async (user) => {
      await user.page.route('**/v1/balances?*', (route) =>
        route.fulfill({
          status: 400,
          contentType: 'application/problem+json',
          body: JSON.stringify({ code: 'REQUEST_INVALID', status: 400, title: '', type: '' }),
        }),
      );
      await user.open('/balances');
      const told = user.page.getByRole('alert').filter({ hasText: 'Something was filled in wrong' });
      await told.waitFor();
      await user.page.unroute('**/v1/balances?*');
      await user.page.getByRole('button', { name: 'Try again' }).click();
      await user.page.getByRole('row', { name: /Assets/ }).waitFor();
    });
  });
});
