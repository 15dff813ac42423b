import { closeBrowser, server, withConsole, type Lang, type Look } from './support/console.js';

const LOOKS: readonly Look[] = [
  { role: 'reader', lang: 'zh-CN', theme: 'light', isPhone: false },
  { role: 'ops', lang: 'en', theme: 'light', isPhone: false },
  { role: 'auditor', lang: 'zh-CN', theme: 'dark', isPhone: false },
  { role: 'admin', lang: 'en', theme: 'dark', isPhone: false },
  { role: 'reader', lang: 'zh-CN', theme: 'light', isPhone: true },
  { role: 'reader', lang: 'en', theme: 'dark', isPhone: true },
];
const TITLE: Readonly<Record<Lang, string>> = { 'zh-CN': '总览', en: 'Overview' };
const TREND: Readonly<Record<Lang, RegExp>> = { 'zh-CN': /每日线上与线下销售额/, en: /^Gross sales online and offline/ };

const amount = (text: string): number => Number(text.replaceAll(/[^\d]/g, ''));

describe('the overview', () => {
  afterAll(closeBrowser);

  it.each(LOOKS)('is whole for $role in $lang, $theme, phone: $isPhone', async (look) => {
    await withConsole(look, async (user) => {
      await user.open('/');
      expect(await user.page.locator('h1').innerText()).toBe(TITLE[look.lang ?? 'zh-CN']);
      expect(await user.page.locator('html').getAttribute('lang')).toBe(look.lang);
      // Charts are drawn when they come into sight.
      const trend = user.page.getByRole('img', { name: TREND[look.lang ?? 'zh-CN'] });
      await trend.scrollIntoViewIfNeeded();
      await trend.locator('canvas').waitFor();
      await user.page.evaluate('scrollTo(0, 0)');
      await user.shot('overview');
      expect(await user.barriers()).toEqual([]);
      expect(await user.overflows()).toBe(false);
      expect(user.complaints()).toEqual([]);
    });
  });

  it('shows what the report says, to the fen', async () => {
    await withConsole({ role: 'reader', lang: 'en' }, async ({ page }) => {
      await page.goto(`${server().url}/overview?from=2025-01-01&to=2026-12-31`);
      const shown = await page.locator('.overview-figure .money').first().innerText();
      const answer = await fetch(`${server().url}/v1/reports/daily?from=2025-01-01&to=2026-12-31&by=merchant`, {
        headers: { authorization: `Bearer ${server().keys.reader}` },
      });
      const { data } = (await answer.json()) as { data: { gross: number }[] };
      expect(shown).toMatch(/^¥[\d,]+\.\d\d$/);
      expect(amount(shown)).toBe(data[0]?.gross);
    });
  });

  it('gives each chart as a table, and breaks the same figures down', async () => {
    await withConsole({ role: 'reader', lang: 'zh-CN' }, async (user) => {
      await user.open('/overview');
      await user.page.getByRole('button', { name: /以表格查看: 从销售额到到账/ }).click();
      await user.page.getByRole('rowheader', { name: '优惠前金额' }).waitFor();
      await user.page.getByText('渠道', { exact: true }).first().click();
      await user.page.getByRole('rowheader', { name: '抖音电商', exact: true }).waitFor();
      await user.page.getByText('支付方式', { exact: true }).first().click();
      await user.page.getByRole('rowheader', { name: '银行卡', exact: true }).waitFor();
      expect(user.complaints()).toEqual([]);
      await user.shot('overview-tables');
    });
  });

  it('keeps days, merchant and store in its address, and says when nothing moved', async () => {
    await withConsole({ role: 'reader', lang: 'en' }, async (user) => {
      await user.open('/overview?from=2020-01-01&to=2020-01-02');
      await user.page.getByText('Nothing here').first().waitFor();
      await user.shot('overview-empty');
      expect(await user.barriers()).toEqual([]);
    });
  });

  it('says in words what did not load, and tries again', async () => {
    await withConsole({ role: 'reader', lang: 'en' }, async (user) => {
      await user.page.route('**/v1/clearing*', (route) =>
        route.fulfill({
          status: 400,
          contentType: 'application/problem+json',
          body: JSON.stringify({ code: 'REQUEST_INVALID', status: 400, title: '', type: '' }),
        }),
      );
      await user.open('/overview');
      const told = user.page.getByRole('alert').filter({ hasText: 'Something was filled in wrong' });
      await told.waitFor();
      await user.shot('overview-failed');
      await user.page.unroute('**/v1/clearing*');
      await user.page.getByRole('button', { name: 'Try again' }).click();
      await told.waitFor({ state: 'detached' });
    });
  });

  it('hears of what happens, and goes on where the connection was lost', async () => {
    await withConsole({ role: 'reader', lang: 'en' }, async (user) => {
      const resumed: string[] = [];
      user.page.on('request', (request) => {
        const after = request.headers()['last-event-id'];
        if (after !== undefined) resumed.push(after);
      });
      let refused = 0;
      await user.page.route('**/v1/events/stream', (route) => (refused++ < 1 ? route.abort() : route.continue()));
      await user.open('/overview');
      await user.page.getByText('Live', { exact: true }).waitFor();
      expect(refused).toBeGreaterThan(1);
      expect(new Set(resumed).size).toBe(1);
    });
  });
});
