import type { Locator } from 'playwright-core';
import { eventually } from '../e2e/support/eventually.js';
import { asked, closeBrowser, withConsole, type ConsoleUser } from './support/console.js';

describe('lists of orders and payments', () => {
  afterAll(closeBrowser);

  it('keeps its filters under a name, for its owner on any machine', async () => {
    const address = '/orders?kind=order&status=refunded';
    const name = `Refunded ${String(Date.now())}`;
    const view = (user: ConsoleUser, named = name): Locator => user.page.getByRole('dialog').getByRole('link', { name: named });
    const opened = async (user: ConsoleUser): Promise<void> => {
      await user.page.getByRole('button', { name: 'Views' }).click();
      await user.page.getByRole('dialog').getByRole('textbox').waitFor();
    };
    await withConsole({ role: 'reader', lang: 'en' }, async (user) => {
      await user.open(address);
      await opened(user);
      await user.page.getByRole('button', { name: 'Save' }).click();
      await user.page.getByRole('alert').filter({ hasText: 'Give it a name' }).waitFor();
      const named = user.page.getByRole('dialog').getByRole('textbox');
      await named.fill(name);
      await named.press('Enter');
      await view(user).waitFor();
      await user.shot('orders-views');
      expect(await user.barriers()).toEqual([]);
      await user.page.keyboard.press('Escape');
      await user.page.getByRole('dialog').waitFor({ state: 'detached' });
      expect(user.complaints()).toEqual([]);
    });
    await withConsole({ role: 'reader', lang: 'en', theme: 'dark', isPhone: true }, async (user) => {
      await user.open('/orders');
      await opened(user);
      await user.shot('orders-views');
      expect(await user.barriers()).toEqual([]);
      await view(user).click();
      await user.page.waitForURL(`**${address}`);
      await opened(user);
      await user.page.getByRole('button', { name: `Delete the view “${name}”` }).click();
      await view(user).waitFor({ state: 'detached' });
      expect(user.complaints()).toEqual([]);
    });
  });

  it('stands column under column, and holds few rows however far it is scrolled', async () => {
    const { data } = await asked<{ data: object[] }>('/v1/transactions?limit=1');
    const [row] = data;
    await withConsole({ role: 'reader', lang: 'en' }, async (user) => {
      const { page } = user;
      await page.route(/\/v1\/transactions(\?|$)/, async (route) => {
        const asks = new URL(route.request().url()).searchParams;
        const from = Number(asks.get('cursor') ?? 0);
        const until = from + Number(asks.get('limit') ?? 50);
        const rows = Array.from({ length: until - from }, (_, at) => ({ ...row, stream: `payment.${String(from + at)}` }));
        await route.fulfill({ json: { position: '0', data: rows, next: String(until) } });
      });
      await user.open('/orders');
      const rows = page.locator('.endless-body [role=row]');
      const table = page.getByRole('table', { name: 'All transactions' });
      const edges = async (cells: Locator): Promise<number[]> =>
        Promise.all((await cells.all()).map(async (cell) => Math.round((await cell.boundingBox())?.x ?? -1)));
      expect(await edges(rows.first().getByRole('cell'))).toEqual(await edges(table.getByRole('columnheader')));
      await table.hover();
      for (let far = 1; far <= 12; far += 1) {
        await page.mouse.wheel(0, 200 * 44);
        await expect(rows.count()).resolves.toBeLessThan(60);
        await page.waitForTimeout(100);
      }
      await eventually(async () => expect(Number(await rows.last().getAttribute('aria-rowindex'))).toBeGreaterThan(500));
      expect(await rows.count()).toBeLessThan(60);
    });
  });
});
