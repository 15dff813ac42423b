import type { Page } from 'playwright-core';
import {
  askedData,
  closeBrowser,
  demoMerchant,
  withConsole,
  type ConsoleUser,
  type Lang,
  type Look,
} from './support/console.js';

const LOOKS: readonly Look[] = [
  { role: 'reader', lang: 'zh-CN', theme: 'light', isPhone: false },
  { role: 'ops', lang: 'en', theme: 'dark', isPhone: false },
  { role: 'auditor', lang: 'zh-CN', theme: 'dark', isPhone: true },
];
const TITLE: Readonly<Record<Lang, string>> = { 'zh-CN': '更正', en: 'Corrections' };

/** Others are decided by the spec of reconciliation, which may run beside this one. */
const IN_MONEY = ['shortage', 'amount', 'duplicate', 'net'];

interface Case {
  readonly caseId: string;
  readonly status: string;
  readonly classes: readonly string[];
  readonly difference: number;
  readonly items: readonly { readonly refs: { readonly paymentId?: string } }[];
}
interface Correction {
  readonly correctionId: string;
  readonly status: string;
  readonly digest: string;
}

/** An open difference in money; of a payment that is known, where that is asked for. */
async function difference({ isOfPayment }: { readonly isOfPayment: boolean }): Promise<Case> {
  const open = await askedData<Case[]>('/v1/match-cases?status=difference&limit=100');
  const cases = await Promise.all(open.map(({ caseId }) => askedData<Case>(`/v1/match-cases/${caseId}`)));
  const found = cases
    .filter(({ difference: fen, classes }) => fen !== 0 && classes.every((one) => IN_MONEY.includes(one)))
    .filter(({ items }) => !isOfPayment || items.some(({ refs }) => refs.paymentId !== undefined))
    // The least of them needs one approval.
    .sort((a, b) => Math.abs(a.difference) - Math.abs(b.difference))[0];
  if (!found) throw new Error('the demo has no such difference left');
  return found;
}

const idIn = (page: Page): string => new URL(page.url()).searchParams.get('id') ?? '';

/** Fills in what is asked, looks at what it would do, and proposes it. Answers the id. */
async function proposed(user: ConsoleUser, reason: string): Promise<string> {
  const { page } = user;
  await page.getByLabel('Reason').fill(reason);
  await page.getByRole('button', { name: 'Preview' }).click();
  const preview = page.getByRole('region', { name: 'What it would do' });
  await preview.locator('.entries').first().waitFor();
  await preview.getByRole('button', { name: 'Propose', exact: true }).click();
  await page.waitForURL(/[?&]id=/);
  await page.locator('.corrections-do').waitFor();
  await user.settled();
  return idIn(page);
}

describe('corrections in the console', () => {
  afterAll(closeBrowser);

  it.each(LOOKS)('are whole for $role in $lang, $theme, phone: $isPhone', async (look) => {
    const [known] = await askedData<Correction[]>('/v1/corrections?limit=1');
    await withConsole(look, async (user) => {
      await user.open('/corrections');
      expect(await user.page.locator('h1').innerText()).toBe(TITLE[look.lang ?? 'zh-CN']);
      await user.page.locator('.endless-body [role=row]').first().waitFor();
      await user.shot('corrections');
      expect(await user.barriers()).toEqual([]);
      expect(await user.overflows()).toBe(false);
      await user.open(`/corrections?id=${known?.correctionId ?? ''}`);
      await user.page.locator('.corrections-radius').waitFor();
      await user.page.waitForTimeout(400);
      await user.shot('corrections-detail');
      expect(await user.barriers()).toEqual([]);
      expect(user.complaints()).toEqual([]);
    });
  });

  it('says where there is none', async () => {
    await withConsole({ role: 'reader', lang: 'en' }, async (user) => {
      await user.open('/corrections?status=expired');
      await user.page.getByText('Nothing here').waitFor();
    });
  });

  it('are proposed from a case after a preview, and approved by another person', async () => {
    const { caseId } = await difference({ isOfPayment: false });
    let id = '';
    await withConsole({ role: 'ops', lang: 'en' }, async (user) => {
      const { page } = user;
      await user.open(`/reconciliation?case=${caseId}`);
      await page.getByRole('link', { name: 'Propose a correction' }).click();
      await page.getByRole('button', { name: 'Preview' }).click();
      await page.getByText('Say why').waitFor();
      await page.getByRole('radio', { name: 'Write-off' }).check();
      id = await proposed(user, 'Nobody asks for it any more.');
      await page.getByText('You proposed this').waitFor();
      expect(await page.getByRole('button', { name: 'Approve' }).count()).toBe(0);
      await user.shot('corrections-proposed');
      expect(await user.barriers()).toEqual([]);
      expect(user.complaints()).toEqual([]);
    });
    const { digest, status } = await askedData<Correction>(`/v1/corrections/${id}`);
    expect(status).toBe('proposed');
    await withConsole({ role: 'reader', lang: 'en' }, async (user) => {
      await user.open(`/corrections?id=${id}`);
      await user.page.locator('.corrections-radius').waitFor();
      expect(await user.page.locator('.corrections-do button').count()).toBe(0);
    });
    await withConsole({ role: 'admin', lang: 'zh-CN' }, async (user) => {
      const { page } = user;
      await user.open(`/corrections?id=${id}`);
      await page
        .locator('.corrections-do')
        .getByRole('button', { name: /批\s*准/ })
        .click();
      const dialog = page.locator('.ant-modal-wrap');
      await dialog.getByText(digest).waitFor();
      await user.settled();
      await user.shot('corrections-approve');
      expect(await user.barriers()).toEqual([]);
      await dialog.getByRole('button', { name: /批\s*准/ }).click();
      // Says why where it does not go.
      const left = dialog.waitFor({ state: 'detached' }).then(() => '');
      expect(await left.catch(() => dialog.innerText())).toBe('');
      expect((await askedData<Correction>(`/v1/corrections/${id}`)).status).toBe('applied');
      const events = await askedData<unknown[]>(`/v1/corrections/${id}/events`);
      expect(events.length).toBeGreaterThanOrEqual(3);
      expect(await page.locator('.timeline > li').count()).toBe(events.length);
      expect(user.complaints()).toEqual([]);
    });
  });

  it('reverse an entry of the payment behind a difference, and are withdrawn by who proposed them', async () => {
    const { caseId } = await difference({ isOfPayment: true });
    await withConsole({ role: 'ops', lang: 'en' }, async (user) => {
      const { page } = user;
      await user.open(`/corrections?case=${caseId}`);
      await page.getByRole('radio', { name: 'Reversal' }).check();
      await page.locator('.corrections-entries').getByRole('radio').first().check();
      const id = await proposed(user, 'Booked twice.');
      expect(id).toMatch(/^entry-/);
      await page.getByRole('button', { name: 'Withdraw' }).click();
      const dialog = page.locator('.ant-modal-wrap');
      await dialog.getByLabel('Reason').fill('It was right.');
      await dialog.getByRole('button', { name: 'Withdraw' }).click();
      await dialog.waitFor({ state: 'detached' });
      expect((await askedData<Correction>(`/v1/corrections/${id}`)).status).toBe('withdrawn');
      expect(user.complaints()).toEqual([]);
    });
  });

  it('adjust what no case asks for, once both sides agree', async () => {
    const [bank] = await askedData<{ account: string }[]>('/v1/balances?prefix=assets:bank&limit=1');
    await withConsole({ role: 'ops', lang: 'en', theme: 'dark' }, async (user) => {
      const { page } = user;
      await user.open('/corrections');
      await page.getByRole('button', { name: 'Propose a correction' }).click();
      const [debit, credit] = [page.getByRole('group', { name: 'Line 1' }), page.getByRole('group', { name: 'Line 2' })];
      await debit.getByLabel('Account').fill(`expenses:losses:${await demoMerchant()}:write-off`);
      await debit.getByLabel('Amount').fill('1.234');
      await credit.getByLabel('Account').fill(bank?.account ?? '');
      await credit.getByLabel('Amount').fill('0.13');
      await page.getByLabel('Reason').fill('A fee of the bank that no statement names.');
      await page.getByLabel('Evidence').fill('document bank-fee-2025-11');
      await page.getByRole('button', { name: 'Preview' }).click();
      await page.getByText('at most two decimals').waitFor();
      await debit.getByLabel('Amount').fill('0.12');
      await page.getByText('the sides differ').waitFor();
      await user.shot('corrections-adjust');
      expect(await user.barriers()).toEqual([]);
      await credit.getByLabel('Amount').fill('0.12');
      await page.getByText('the sides differ').waitFor({ state: 'detached' });
      const id = await proposed(user, 'A fee of the bank that no statement names.');
      expect(await askedData<Correction>(`/v1/corrections/${id}`)).toMatchObject({
        status: 'proposed',
        kind: 'adjust',
        amount: 12,
      });
      expect(user.complaints()).toEqual([]);
    });
  });

  it('give an entry of a payment, found by its number, to another store', async () => {
    const [payment, another] = await askedData<{ id: string; store: string }[]>(
      `/v1/transactions?merchant=${await demoMerchant()}&kind=payment&channel=unionpay&status=captured&limit=2`,
    );
    await withConsole({ role: 'ops', lang: 'en', isPhone: true }, async (user) => {
      const { page } = user;
      await user.open('/corrections?new=re-attribute');
      const look = async (number = ''): Promise<void> => {
        await page.getByRole('searchbox', { name: 'Payment' }).fill(number);
        await page.getByRole('searchbox', { name: 'Payment' }).press('Enter');
      };
      const entry = page.locator('.corrections-entries').getByRole('radio').first();
      await look('no-such-number');
      await page.getByText('Not one payment alone').waitFor();
      await look(another?.id);
      await entry.check();
      expect(await page.getByLabel('Evidence').inputValue()).toBe(`payment ${another?.id ?? ''}`);
      await look(payment?.id);
      await page.waitForURL(({ searchParams }) => searchParams.get('payment') === payment?.id);
      await entry.waitFor();
      expect(await entry.isChecked()).toBe(false);
      expect(await page.getByLabel('Evidence').inputValue()).toBe(`payment ${payment?.id ?? ''}`);
      await entry.check();
      await page.getByRole('combobox', { name: 'Store' }).click();
      const other = payment?.store === 'west-lake' ? 'nanjing-road' : 'west-lake';
      await page.locator('.ant-select-item-option').filter({ hasText: other }).click();
      await user.shot('corrections-re-attribute');
      expect(await user.barriers()).toEqual([]);
      const id = await proposed(user, 'Taken at the other counter.');
      expect(await askedData<Correction>(`/v1/corrections/${id}`)).toMatchObject({
        status: 'proposed',
        kind: 're-attribute',
        evidence: [`payment ${payment?.id ?? ''}`],
      });
      expect(user.complaints()).toEqual([]);
    });
  });
});
