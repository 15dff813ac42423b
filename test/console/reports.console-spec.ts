import type { Locator } from 'playwright-core';
import { eventually } from '../e2e/support/eventually.js';
import {
  asked,
  demoMerchant,
  closeBrowser,
  server,
  withConsole,
  type ConsoleUser,
  type Lang,
  type Look,
  type Role,
} from './support/console.js';
import { openCounter } from './support/till.js';

const LOOKS: readonly Look[] = [
  { role: 'reader', lang: 'zh-CN', theme: 'light', isPhone: false },
  { role: 'auditor', lang: 'en', theme: 'dark', isPhone: false },
  { role: 'ops', lang: 'zh-CN', theme: 'dark', isPhone: true },
];
const TABS = ['report', 'discounts', 'fees', 'ageing', 'settlement', 'months', 'late'] as const;
const TITLE: Readonly<Record<Lang, string>> = { 'zh-CN': '报表与结账', en: 'Reports and periods' };

interface Month {
  readonly month: string;
  readonly state: string;
  readonly proposal: { readonly digest: string } | null;
  readonly closed: { readonly proposedBy: string; readonly approvedBy: string } | null;
  readonly seal: string | null;
}

const by = (role: Role): RequestInit => ({ headers: { authorization: `Bearer ${server().keys[role]}` } });

const monthsOf = async (id: string): Promise<readonly Month[]> =>
  (await asked<{ data: Month[] }>(`/v1/periods?merchant=${id}`)).data;

async function lastTrade(): Promise<string> {
  const { data } = await asked<{ data: { at: string }[] }>(`/v1/transactions?merchant=${await demoMerchant()}&limit=1`);
  return data[0]?.at.slice(0, 10) ?? '';
}

const fenOf = (text: string): number => Number(text.replaceAll(/[^\d]/g, ''));

async function say(user: ConsoleUser, button: string, reason?: string): Promise<void> {
  const dialog = user.page.locator('.ant-modal-wrap');
  await user.page.locator('.reports-month').getByRole('button', { name: button, exact: true }).click();
  if (reason !== undefined) await dialog.getByLabel('Reason').fill(reason);
  await dialog.getByRole('button', { name: button, exact: true }).click();
}

const told = async (user: ConsoleUser, button: string, reason?: string): Promise<void> => {
  await say(user, button, reason);
  await user.page.locator('.ant-modal-wrap').waitFor({ state: 'detached' });
};

describe('reports and periods', () => {
  afterAll(closeBrowser);

  it.each(LOOKS)('are whole for $role in $lang, $theme, phone: $isPhone', async (look) => {
    await withConsole(look, async (user) => {
      for (const tab of TABS) {
        await user.open(`/reports?tab=${tab}`);
        expect(await user.page.locator('h1').innerText()).toBe(TITLE[look.lang ?? 'zh-CN']);
        await user.shot(`reports-${tab}`);
        expect(await user.barriers()).toEqual([]);
        expect(await user.overflows()).toBe(false);
      }
      expect(user.complaints()).toEqual([]);
    });
  });

  it('shows the figures of the ledger by any axes, as the address says', async () => {
    const [id, day] = [await demoMerchant(), await lastTrade()];
    const span = `merchant=${id}&from=${day.slice(0, 8)}01&to=${day}`;
    const { data } = await asked<{ data: { gross: number }[] }>(`/v1/reports/daily?${span}&by=channel,method`);
    const gross = data.reduce((sum, row) => sum + row.gross, 0);
    await withConsole({ role: 'reader', lang: 'en' }, async (user) => {
      const { page } = user;
      await user.open(`/reports?${span}&by=channel,method`);
      const table = page.getByRole('table', { name: 'Unified report' });
      expect(await table.getAttribute('aria-rowcount')).toBe(String(data.length + 1));
      expect(fenOf(await page.locator('.reports-total .money').first().innerText())).toBe(gross);
      await page.getByRole('button', { name: 'Show as table: Gross' }).click();
      const drawn = await page.locator('.plain-table tbody .money').allInnerTexts();
      expect(drawn.map(fenOf).reduce((sum, fen) => sum + fen, 0)).toBe(gross);
      await page.getByRole('link', { name: 'Ageing' }).click();
      await page.waitForURL(/tab=ageing/);
      expect(page.url()).toContain(`to=${day}`);
      await page.getByRole('table', { name: 'Ageing' }).waitFor();
      expect(user.complaints()).toEqual([]);
    });
  });

  it('hands out a report with the digest that every format of it has', async () => {
    const [id, day] = [await demoMerchant(), await lastTrade()];
    const query = `merchant=${id}&from=${day.slice(0, 8)}01&to=${day}`;
    const json = await fetch(`${server().url}/v1/exports/report?${query}&per=day&by=businessDate,side`, by('reader'));
    const digest = json.headers.get('x-ledger-digest') ?? '';
    await withConsole({ role: 'reader', lang: 'en' }, async (user) => {
      const { page } = user;
      await user.open(`/reports?${query}`);
      const button = page.getByRole('button', { name: 'Unified report as CSV' });
      const [file] = await Promise.all([page.waitForEvent('download'), button.click()]);
      expect(file.suggestedFilename()).toMatch(/\.csv$/);
      await page.locator('.reports-taken').getByText(digest, { exact: true }).waitFor();
      expect(await user.barriers()).toEqual([]);
    });
  });

  it('lets only those look back at what was known who may, and gives the journal to them alone', async () => {
    const day = await lastTrade();
    const known = (page: ConsoleUser['page']): Locator => page.getByRole('textbox', { name: 'As known by the end of' });
    await withConsole({ role: 'auditor', lang: 'en' }, async (user) => {
      await user.open(`/reports?from=${day}&to=${day}&known=2020-01-01`);
      expect(await known(user.page).inputValue()).toBe('2020-01-01');
      await user.page.getByText('Nothing here').first().waitFor();
      const button = user.page.getByRole('button', { name: 'Journal as hledger' });
      const [file] = await Promise.all([user.page.waitForEvent('download'), button.click()]);
      expect(file.suggestedFilename()).toMatch(/\.journal$/);
    });
    await withConsole({ role: 'reader', lang: 'en' }, async (user) => {
      await user.open(`/reports?from=${day}&to=${day}&known=2020-01-01`);
      expect(await known(user.page).count()).toBe(0);
      expect(await user.page.getByRole('button', { name: 'Journal as hledger' }).count()).toBe(0);
      await user.page.getByRole('table', { name: 'Unified report' }).waitFor();
      expect(user.complaints()).toEqual([]);
    });
  });

  it('closes a month that one proposes and another approves, and opens it again the same way', async () => {
    // Of a merchant of its own: whatever others propose on one whose month is closed meanwhile has to be proposed anew.
    const { merchant: id, tell } = await openCounter();
    // Less than what the spec of orders refunds.
    await tell({ kind: 'purchase', amount: 288, method: 'card', occurred_at: '2025-11-20T10:00:00+08:00' });
    const month = await eventually(async () => {
      const [booked] = await monthsOf(id);
      if (!booked) throw new Error('nothing is booked yet');
      return booked.month;
    });
    const stands = async (): Promise<Month | undefined> => (await monthsOf(id)).find((one) => one.month === month);
    const address = `/reports?tab=months&merchant=${id}&month=${month}`;
    const as = (role: Role, use: (user: ConsoleUser) => Promise<void>): Promise<void> =>
      withConsole({ role, lang: 'en' }, async (user) => {
        await user.open(address);
        await user.page.locator('.reports-month').waitFor();
        await use(user);
      });
    await as('reader', async ({ page }) => {
      expect(
        await page
          .locator('.reports-month')
          .getByRole('button', { name: /Propose|Approve|Reject/ })
          .count(),
      ).toBe(0);
    });
    await as('ops', async (user) => {
      await told(user, 'Propose to close', 'All statements are in.');
      await user.page.getByRole('region', { name: 'Waits for approval' }).getByText('All statements are in.').waitFor();
      await user.shot('reports-month-proposed');
      expect(await user.barriers()).toEqual([]);
      await say(user, 'Approve');
      await user.page.getByRole('alert').filter({ hasText: 'Another person' }).waitFor();
    });
    expect((await stands())?.state).toBe('proposed');
    await as('admin', async (user) => {
      await told(user, 'Approve');
      await user.page.getByText('as it was sealed').waitFor();
      await user.shot('reports-month-closed');
      expect(await user.barriers()).toEqual([]);
    });
    const closed = await stands();
    expect(closed?.state).toBe('closed');
    expect(closed?.closed?.proposedBy).not.toBe(closed?.closed?.approvedBy);
    expect(closed?.seal).toMatch(/^[0-9a-f]{64}$/);
    await as('admin', (user) => told(user, 'Propose to reopen', 'A statement came late.'));
    await as('ops', async (user) => {
      await told(user, 'Approve');
      await user.page.getByRole('button', { name: 'Propose to close' }).waitFor();
    });
    expect((await stands())?.state).toBe('reopened');
  });
});
