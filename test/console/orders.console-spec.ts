import { asked, closeBrowser, withConsole, type ConsoleUser, type Lang, type Look } from './support/console.js';
import { openCounter } from './support/till.js';

const LOOKS: readonly Look[] = [
  { role: 'reader', lang: 'zh-CN', theme: 'light', isPhone: false },
  { role: 'ops', lang: 'en', theme: 'dark', isPhone: false },
  { role: 'auditor', lang: 'zh-CN', theme: 'dark', isPhone: true },
];
const TITLE: Readonly<Record<Lang, string>> = { 'zh-CN': '订单与收款', en: 'Orders and payments' };

interface Listed {
  readonly id: string;
  readonly status: string;
  readonly amount: number;
}

/** The newest transaction of that kind and status. */
async function newest(kind: string, status: string): Promise<Listed> {
  const { data } = await asked<{ data: Listed[] }>(`/v1/transactions?kind=${kind}&status=${status}&limit=1`);
  const [found] = data;
  if (!found) throw new Error(`the demo has no ${kind} that is ${status}`);
  return found;
}

/** A card payment of the terminals that nothing happened to since. */
async function refundable(): Promise<Listed> {
  type Row = Listed & { readonly terminal: string | null; readonly revision: number };
  const query = 'kind=payment&status=captured&method=card&amountFrom=300&limit=100';
  const { data } = await asked<{ data: Row[] }>(`/v1/transactions?${query}`);
  const found = data.find(({ terminal, revision }) => terminal !== null && revision === 0);
  if (!found) throw new Error('the demo has no payment to refund');
  return found;
}

const fenOf = (text: string): number => Number(text.replaceAll(/[^\d]/g, ''));
const opened = async (user: ConsoleUser, path: string): Promise<void> => {
  await user.open(path);
  await user.page.locator('.timeline > li').first().waitFor();
};

describe('orders and payments', () => {
  afterAll(closeBrowser);

  it.each(LOOKS)('is whole for $role in $lang, $theme, phone: $isPhone', async (look) => {
    const [order, payment] = await Promise.all([newest('order', 'settled'), newest('payment', 'partly_refunded')]);
    await withConsole(look, async (user) => {
      await user.open('/orders');
      expect(await user.page.locator('h1').innerText()).toBe(TITLE[look.lang ?? 'zh-CN']);
      await user.page.locator('.endless-body [role=row]').first().waitFor();
      await user.shot('orders-list');
      expect(await user.barriers()).toEqual([]);
      expect(await user.overflows()).toBe(false);
      for (const [name, path] of [
        ['order', `order/${order.id}`],
        ['payment', `payment/${payment.id}`],
      ] as const) {
        await opened(user, `/orders/${path}`);
        await user.shot(`orders-${name}`);
        expect(await user.barriers()).toEqual([]);
        expect(await user.overflows()).toBe(false);
      }
      expect(user.complaints()).toEqual([]);
    });
  });

  it('lists what the ledger lists, narrowed by its address, and goes on past the first page', async () => {
    const { data } = await asked<{ data: Listed[] }>('/v1/transactions?kind=order&status=refunded&limit=200');
    await withConsole({ role: 'reader', lang: 'en' }, async (user) => {
      await user.open('/orders?kind=order&status=refunded');
      const rows = user.page.locator('.endless-body [role=row]');
      await rows.first().waitFor();
      expect(await user.page.getByRole('table', { name: 'All transactions' }).getAttribute('aria-rowcount')).toBe(
        String(data.length + 1),
      );
      expect(fenOf(await rows.first().locator('.money').first().innerText())).toBe(data[0]?.amount);
      await user.open('/orders');
      await user.page.getByRole('table', { name: 'All transactions' }).hover();
      await user.page.mouse.wheel(0, 80 * 44);
      await user.page.getByText('200 rows loaded').waitFor();
      expect(await rows.count()).toBeLessThan(60);
    });
  });

  it('finds a transaction by any number, and says when there is none', async () => {
    const payment = await refundable();
    const { data } = await asked<{ data: { rrn: string } }>(`/v1/payments/${payment.id}`);
    await withConsole({ role: 'reader', lang: 'zh-CN' }, async (user) => {
      await user.open('/orders');
      const search = user.page.getByRole('searchbox');
      await search.fill(data.rrn);
      await search.press('Enter');
      await user.page.waitForURL(`**/orders?id=${data.rrn}`);
      await user.page.locator(`.endless-body [title="${payment.id}"]`).click();
      await user.page.waitForURL(`**/orders/payment/${payment.id}`);
      await user.page.locator('.timeline > li').first().waitFor();
      await user.open('/orders?id=no-such-number');
      await user.page.getByText('没有数据').waitFor();
      await user.shot('orders-empty');
      expect(await user.barriers()).toEqual([]);
      expect(user.complaints()).toEqual([]);
    });
  });

  it('shows who told what on which evidence, what each event booked, and every step of the money', async () => {
    const { id } = await newest('order', 'settled');
    type Booked = { readonly entries: readonly { readonly lines: readonly { readonly amount: number }[] }[] };
    const events = await asked<{ data: { data: Booked }[] }>(`/v1/orders/${id}/events`);
    const waterfall = await asked<{ data: { steps: { after: number }[] } }>(`/v1/orders/${id}/waterfall`);
    const lines = events.data.flatMap(({ data }) => data.entries).flatMap((entry) => entry.lines);
    await withConsole({ role: 'ops', lang: 'en' }, async (user) => {
      await opened(user, `/orders/order/${id}`);
      expect(await user.page.locator('.timeline > li').count()).toBe(events.data.length);
      const amounts = await user.page.locator('.entries tbody .money').allInnerTexts();
      expect(amounts.map(fenOf)).toEqual(lines.map(({ amount }) => amount));
      const steps = user.page.getByRole('region', { name: 'Where the money went' });
      const after = await steps.locator('td:nth-child(3) .money').allInnerTexts();
      expect(after.map(fenOf)).toEqual(waterfall.data.steps.map((step) => Math.abs(step.after)));
      await user.page.getByRole('button', { name: 'Show the notice' }).first().click();
      await user.page.locator('.notice-raw').waitFor();
      expect(await user.page.locator('.notice-raw').innerText()).toContain(id);
      await user.page.waitForTimeout(400);
      await user.shot('orders-notice');
      expect(await user.barriers()).toEqual([]);
    });
  });

  it('shows neither notices nor commands to who may not', async () => {
    const { id } = await refundable();
    await withConsole({ role: 'reader', lang: 'en' }, async (user) => {
      await opened(user, `/orders/payment/${id}`);
      expect(await user.page.getByRole('button', { name: 'Show the notice' }).count()).toBe(0);
      expect(await user.page.getByRole('button', { name: 'Refund' }).count()).toBe(0);
    });
  });

  it('refunds for who may, after they said how much and why, and withdraws it again', async () => {
    const { id, amount } = await refundable();
    await withConsole({ role: 'ops', lang: 'en' }, async (user) => {
      await opened(user, `/orders/payment/${id}`);
      const before = await user.page.locator('.timeline > li').count();
      await user.page.getByRole('button', { name: 'Refund', exact: true }).click();
      const dialog = user.page.getByRole('dialog');
      expect(fenOf(await dialog.getByLabel('Amount (yuan)').inputValue())).toBe(amount);
      await dialog.getByLabel('Amount (yuan)').fill('1.005');
      await dialog.getByRole('button', { name: 'Refund' }).click();
      await dialog.getByText('Type an amount like 12.50').waitFor();
      await dialog.getByText('Say why').waitFor();
      await user.shot('orders-refund');
      expect(await user.barriers()).toEqual([]);
      await dialog.getByLabel('Amount (yuan)').fill('1.05');
      await dialog.getByLabel('Reason').fill('The customer brought one back.');
      for (const gone of ['Type an amount like 12.50', 'Say why']) await dialog.getByText(gone).waitFor({ state: 'detached' });
      await dialog.getByRole('button', { name: 'Refund' }).click();
      await dialog.waitFor({ state: 'detached' });
      await user.page.getByText('Instructed: refund').waitFor();
      expect(await user.page.locator('.timeline > li').count()).toBe(before + 1);
      const { data } = await asked<{ data: { instructions: { amount: number }[] } }>(`/v1/payments/${id}`);
      expect(data.instructions).toMatchObject([{ amount: 105 }]);
      await user.shot('orders-instructed');
      await user.page.getByRole('button', { name: 'Withdraw' }).click();
      await dialog.getByLabel('Reason').fill('Not this one.');
      await dialog.getByRole('button', { name: 'Withdraw' }).click();
      await dialog.waitFor({ state: 'detached' });
      await user.page.getByText('Instruction withdrawn').waitFor();
      expect(user.complaints()).toEqual([]);
    });
  });

  it('captures from an authorization or voids it, and shows what the terminal made of it', async () => {
    type Details = {
      readonly held: number;
      readonly captured: number;
      readonly instructions: readonly { instructionId: string }[];
    };
    const detailsOf = async (id: string): Promise<Details> => (await asked<{ data: Details }>(`/v1/payments/${id}`)).data;
    const counter = await openCounter();
    const hold = { kind: 'authorization', amount: 20_000, method: 'card', auth_code: '123456' };
    const [captured, voided] = [await counter.tell(hold), await counter.tell(hold)];
    await withConsole({ role: 'ops', lang: 'en', theme: 'dark' }, async (user) => {
      const { page } = user;
      const dialog = page.getByRole('dialog');
      const instruct = async (name: string, amount?: string): Promise<void> => {
        await page.getByRole('button', { name, exact: true }).click();
        if (amount !== undefined) await dialog.getByLabel('Amount (yuan)').fill(amount);
        await dialog.getByLabel('Reason').fill('The guest has left.');
        await dialog.getByRole('button', { name }).click();
      };
      await opened(user, `/orders/payment/${captured}`);
      await instruct('Capture', '230.01');
      await dialog.getByRole('alert').filter({ hasText: '115 %' }).waitFor();
      await dialog.getByLabel('Amount (yuan)').fill('150.00');
      await dialog.getByRole('button', { name: 'Capture' }).click();
      await dialog.waitFor({ state: 'detached' });
      await page.getByText('Instructed: capture').waitFor();
      const { instructions } = await detailsOf(captured);
      expect(instructions).toMatchObject([{ type: 'capture', amount: 15_000 }]);
      await user.shot('orders-capture');
      const original = {
        batch_no: '000001',
        trace_no: '000001',
        date: captured.slice(-8).replace(/(....)(..)(..)/, '$1-$2-$3'),
      };
      const carriedOut = { kind: 'capture', amount: 15_000, original, instruction_id: instructions[0]?.instructionId };
      expect(await counter.tell(carriedOut)).toBe(captured);
      await opened(user, `/orders/payment/${captured}`);
      await page.getByText('Captured', { exact: true }).first().waitFor();
      expect(await detailsOf(captured)).toMatchObject({ captured: 15_000, instructions: [] });

      await opened(user, `/orders/payment/${voided}`);
      await instruct('Void');
      await dialog.waitFor({ state: 'detached' });
      await page.getByText('Instructed: void').waitFor();
      expect((await detailsOf(voided)).instructions).toMatchObject([{ type: 'void' }]);
      expect(user.complaints().filter((text) => !text.includes('status of 422'))).toEqual([]);
    });
  });

  it('says what the ledger refused, and keeps what was filled in', async () => {
    const { id } = await refundable();
    await withConsole({ role: 'ops', lang: 'zh-CN' }, async (user) => {
      await opened(user, `/orders/payment/${id}`);
      await user.page.getByRole('button', { name: /^退\s?款$/ }).click();
      const dialog = user.page.getByRole('dialog');
      await dialog.getByLabel('金额（元）').fill('999999');
      await dialog.getByLabel('原因').fill('多退');
      await dialog.getByRole('button', { name: /^退\s?款$/ }).click();
      await dialog.getByRole('alert').filter({ hasText: '退款多于收款' }).waitFor();
      expect(await dialog.getByLabel('原因').inputValue()).toBe('多退');
    });
  });

  it('says in words what is not there', async () => {
    await withConsole({ role: 'reader', lang: 'en' }, async (user) => {
      await user.open('/orders/order/1');
      await user.page.getByRole('alert').filter({ hasText: 'Not found' }).first().waitFor();
      await user.shot('orders-missing');
    });
  });

  it.each(['mini-app', 'voucher'])('shows a %s with its events', async (kind) => {
    const { data } = await asked<{ data: Listed[] }>(`/v1/transactions?kind=${kind}&limit=1`);
    await withConsole({ role: 'reader', lang: 'zh-CN' }, async (user) => {
      await opened(user, `/orders/${kind}/${data[0]?.id ?? ''}`);
      await user.shot(`orders-${kind}`);
      expect(await user.barriers()).toEqual([]);
      expect(user.complaints()).toEqual([]);
    });
  });
});
