import { askedData, closeBrowser, withConsole, type Lang, type Look } from './support/console.js';

const LOOKS: readonly Look[] = [
  { role: 'reader', lang: 'zh-CN', theme: 'light', isPhone: false },
  { role: 'admin', lang: 'en', theme: 'dark', isPhone: false },
  { role: 'auditor', lang: 'zh-CN', theme: 'dark', isPhone: true },
];
const TITLE: Readonly<Record<Lang, string>> = { 'zh-CN': '对账', en: 'Reconciliation' };
const YEARS = 'from=2020-01-01&to=2030-12-31';

interface Case {
  readonly caseId: string;
  readonly account: string;
  readonly day: string;
  readonly status: string;
  readonly classes: readonly string[];
  readonly difference: number;
}
interface Day {
  readonly channel: string;
  readonly day: string;
  readonly count: number;
  readonly income: number;
  readonly expense: number;
}

async function one(query: string): Promise<Case> {
  const [found] = await askedData<Case[]>(`/v1/match-cases?limit=1&${query}`);
  if (!found) throw new Error(`the demo has no case left of ${query}`);
  return found;
}

const fenOf = (text: string): number => Number(text.replaceAll(/[^\d]/g, ''));

/** A trade bill of WeChat with one payment that the ledger was never told of. */
function billOf({ account, day }: Case, tradeNo: string): Buffer {
  const columns =
    '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注';
  const cells = [
    `${day} 10:11:12`,
    'wx88',
    account,
    '0',
    'T001',
    tradeNo,
    `C${tradeNo}`,
    'o1',
    'MICROPAY',
    'SUCCESS',
    'CMB_DEBIT',
  ];
  const rest = [
    'CNY',
    '123.45',
    '0.00',
    '0',
    '0',
    '0.00',
    '0.00',
    '',
    '',
    '苹果',
    '',
    '0.74000',
    '0.60%',
    '123.45',
    '0.00',
    '',
  ];
  const sums = ['1', '123.45', '0.00', '0.00', '0.74000', '123.45', '0.00'];
  const line = (texts: readonly string[]): string => texts.map((text) => `\`${text}`).join(',');
  const summary = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额';
  return Buffer.from([columns, line([...cells, ...rest]), summary, line(sums), ''].join('\r\n'));
}

describe('reconciliation in the console', () => {
  afterAll(closeBrowser);

  it.each(LOOKS)('is whole for $role in $lang, $theme, phone: $isPhone', async (look) => {
    const { caseId } = await one('status=difference');
    await withConsole(look, async (user) => {
      await user.open('/reconciliation');
      expect(await user.page.locator('h1').innerText()).toBe(TITLE[look.lang ?? 'zh-CN']);
      await user.page.locator('.recon-cases .endless-body [role=row]').first().waitFor();
      await user.shot('reconciliation');
      expect(await user.barriers()).toEqual([]);
      expect(await user.overflows()).toBe(false);
      await user.open(`/reconciliation?case=${caseId}`);
      await user.page.locator('.recon-sides').waitFor();
      await user.page.waitForTimeout(400);
      await user.shot('reconciliation-case');
      expect(await user.barriers()).toEqual([]);
      expect(user.complaints()).toEqual([]);
    });
  });

  it('tells the result of a day in one line for each account, as the ledger counts it', async () => {
    const { day } = await one('status=matched&channel=wechat');
    const lines = await askedData<Day[]>(`/v1/clearing?from=${day}&to=${day}`);
    const wechat = lines.find(({ channel }) => channel === 'wechat');
    await withConsole({ role: 'reader', lang: 'en' }, async (user) => {
      await user.open(`/reconciliation?${YEARS}&day=${day}`);
      const row = user.page.locator('.recon-day tbody tr').filter({ hasText: 'WeChat Pay' });
      const cells = await row.locator('td').allInnerTexts();
      expect(cells.slice(0, 3).map(fenOf)).toEqual([wechat?.count, wechat?.income, wechat?.expense]);
      expect(await user.page.locator('.recon-day tbody tr').count()).toBe(lines.length);
      await user.page.getByRole('button', { name: 'Day after' }).click();
      await user.page.waitForURL(/day=\d{4}-\d{2}-\d{2}/);
      expect(user.page.url()).not.toContain(`day=${day}`);
    });
  });

  it('offers a reader nothing that changes something', async () => {
    const { caseId } = await one('status=difference');
    await withConsole({ role: 'reader', lang: 'en' }, async (user) => {
      await user.open(`/reconciliation?${YEARS}&case=${caseId}`);
      await user.page.locator('.recon-sides').waitFor();
      for (const name of ['Compare now', 'Confirm the match', 'Reject the match', 'Mark as explained']) {
        expect(await user.page.getByRole('button', { name }).count()).toBe(0);
      }
      expect(await user.page.getByRole('link', { name: 'Propose a correction' }).count()).toBe(0);
      expect(await user.page.locator('.recon-drop').count()).toBe(0);
    });
  });

  it('takes a file that is dropped, compares it, and shows the difference it made with its two sides', async () => {
    const known = await one('status=matched&channel=wechat');
    const tradeNo = `42000000${String(Date.now())}`;
    await withConsole({ role: 'admin', lang: 'en' }, async (user) => {
      const { page } = user;
      const file = { name: `账单 ${known.day}.csv`, mimeType: 'text/csv', buffer: billOf(known, tradeNo) };
      await user.open(`/reconciliation?${YEARS}`);
      await page.locator('.recon-drop input[type=file]').setInputFiles(file);
      await page.getByText(`${file.name}: 1 rows, 1 new, 0 known, 0 put aside`).waitFor();
      await page.locator('.recon-statements .endless-body').getByText(file.name).first().waitFor();
      await page.locator('.recon-next').getByRole('button', { name: 'Compare now' }).click();
      await page.getByText(/^Compared: \d+ matched/).waitFor();
      await user.shot('reconciliation-imported');
      await user.open(`/reconciliation?${YEARS}&class=surplus&channel=wechat`);
      await page.locator('.recon-cases .endless-body [role=row]').filter({ hasText: '¥123.45' }).first().click();
      await page.locator('.recon-side').getByText(tradeNo, { exact: true }).waitFor();
      await page.getByText('The ledger has no counterpart.').waitFor();
      await page.getByText('On the statement; the ledger was never told').last().waitFor();
      await page.locator('.recon-drop input[type=file]').setInputFiles(file);
      await page.getByText(`${file.name}: imported before, nothing changed`).waitFor();
      expect(user.complaints()).toEqual([]);
    });
  });

  it('says why a file is not taken', async () => {
    await withConsole({ role: 'admin', lang: 'zh-CN' }, async (user) => {
      await user.open('/reconciliation');
      const file = { name: 'x.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b\r\n1,2\r\n') };
      await user.page.locator('.recon-drop input[type=file]').setInputFiles(file);
      await user.page.getByRole('alert').filter({ hasText: 'x.csv：不是可识别的账单格式。' }).waitFor();
    });
  });

  it('explains a difference with a reason, which the ledger keeps', async () => {
    const { caseId } = await one('status=difference&class=fee');
    await withConsole({ role: 'ops', lang: 'zh-CN' }, async (user) => {
      const { page } = user;
      await user.open(`/reconciliation?${YEARS}&case=${caseId}`);
      await page.getByRole('button', { name: '差异已说明' }).click();
      const dialog = page.locator('.ant-modal-wrap');
      await dialog.getByRole('button', { name: '差异已说明' }).click();
      await dialog.getByText('请填写原因').waitFor();
      await dialog.getByLabel('原因').fill('渠道次日补发');
      await dialog.getByText('请填写原因').waitFor({ state: 'detached' });
      await dialog.getByRole('button', { name: '差异已说明' }).click();
      await dialog.waitFor({ state: 'detached' });
      await page.getByRole('heading', { name: '处理结果' }).waitFor();
      expect((await askedData<Case>(`/v1/match-cases/${caseId}`)).status).toBe('resolved');
      expect(user.complaints()).toEqual([]);
    });
  });

  it('decides proposed matches from the list, with one reason for all', async () => {
    const { caseId } = await one('status=proposed');
    await withConsole({ role: 'ops', lang: 'zh-CN', theme: 'dark' }, async (user) => {
      const { page } = user;
      await user.open(`/reconciliation?${YEARS}&status=proposed`);
      const cases = page.locator('.recon-cases');
      await cases.getByRole('checkbox', { name: '选择已载入的全部' }).check();
      await user.shot('reconciliation-chosen');
      await cases.getByRole('button', { name: '确认匹配' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: /^确认匹配（\d+ 项）$/ }).click();
      await dialog.getByText('请填写原因').waitFor();
      await dialog.getByLabel('原因').fill('与签购单一致');
      await dialog.getByText('请填写原因').waitFor({ state: 'detached' });
      await dialog.getByRole('button', { name: /^确认匹配（\d+ 项）$/ }).click();
      await dialog.getByText(/^已完成 \d+ 项$/).waitFor();
      await dialog.getByRole('button', { name: '关闭', exact: true }).last().waitFor();
      await user.shot('reconciliation-confirmed');
      expect(await user.barriers()).toEqual([]);
      expect((await askedData<Case>(`/v1/match-cases/${caseId}`)).status).toBe('matched');
      expect(user.complaints()).toEqual([]);
    });
  });
});
