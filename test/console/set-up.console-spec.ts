import type { Locator, Page } from 'playwright-core';
import { asked, closeBrowser, withConsole, type ConsoleUser } from './support/console.js';

/** Refusals are what these tests are about: the browser notes each of them. */
const isRefusal = (complaint: string): boolean => /status of 4(?:00|04|09|22)/.test(complaint);
const faults = (user: ConsoleUser): readonly string[] => user.complaints().filter((complaint) => !isRefusal(complaint));

const RUN = String(Date.now());
/** Called as the demo calls its own, so that it is nobody's first merchant: other specs look at the same server. */
const MERCHANT = `demo-guided-${RUN}`;
const NUMBER = `8981${RUN}`.slice(0, 15);
const SHOP = `44${RUN}`.slice(0, 12);
const ROOM = `73${RUN}`;
const KEY = 'terminal-key-of-the-guided-shop';
const AT = `/set-up?merchant=${MERCHANT}`;

interface Answer<T> {
  readonly data: T;
}

const drawer = (page: Page): Locator => page.locator('.set-up-form');

/** Opens a form by its button, fills it in by labels, and sends it. */
async function give(page: Page, button: string, typed: Readonly<Record<string, string>>): Promise<void> {
  await page.getByRole('button', { name: button, exact: true }).first().click();
  await fillIn(page, typed);
  await send(page);
  await drawer(page).waitFor({ state: 'detached' });
}

async function fillIn(page: Page, typed: Readonly<Record<string, string>>): Promise<void> {
  const form = drawer(page);
  await form.waitFor();
  for (const [label, value] of Object.entries(typed)) {
    const field = form.getByLabel(label).first();
    if ((await field.getAttribute('role')) === 'combobox') await choose(page, field, value);
    else await field.fill(value);
  }
}

async function choose(page: Page, field: Locator, option: string): Promise<void> {
  await field.click();
  await page.locator('.ant-select-dropdown:visible .ant-select-item-option-content').getByText(option, { exact: true }).click();
}

const send = (page: Page): Promise<void> => drawer(page).locator('.set-up-form-foot .ant-btn-primary').click();
const goTo = (page: Page, step: string): Promise<void> =>
  page.locator('main').getByRole('link', { name: step }).first().click();

describe('the set-up', () => {
  afterAll(closeBrowser);

  it('begins with a merchant, and is bound step by step by clicking', async () => {
    await withConsole({ role: 'admin', lang: 'zh-CN', theme: 'dark' }, async (user) => {
      const { page } = user;
      await user.open('/set-up');
      await give(page, '添加商户', { 商户编号: MERCHANT, 名称: '山海茶铺', 日切时间: '23:00' });
      await page.getByRole('heading', { name: '商户与门店' }).waitFor();
      expect(new URL(page.url()).searchParams.get('merchant')).toBe(MERCHANT);
      await user.shot('set-up-new');
      await give(page, '添加门店', { 门店编号: 'west-lake', 名称: '西湖店' });
      await page.getByText('西湖店').waitFor();

      await goTo(page, '下一步：抖店');
      await give(page, '绑定抖店', { '抖店 ID': SHOP, 'App Key': `7${RUN}`, 'App Secret': 'a-secret-of-the-app-0001' });
      await page.getByText('目前：已登记').waitFor();
      await user.shot('set-up-shop');
      await page.getByRole('button', { name: `登记绑定进度 ${SHOP}` }).click();
      await fillIn(page, { 由谁办理或确认: '王芳', 凭据编号: 'CERT-1' });
      await send(page);
      await page.getByText('王芳 · CERT-1').waitFor();

      await goTo(page, '支付接口');
      await page.getByRole('button', { name: '添加支付接口' }).click();
      await fillIn(page, { 接口编号: 'union', 渠道: '银联', 商户号: NUMBER });
      for (const method of ['插卡（芯片）', '微信']) await drawer(page).getByLabel(method, { exact: true }).check();
      await user.shot('set-up-interface-form');
      expect(await user.barriers()).toEqual([]);
      await send(page);
      await drawer(page).waitFor({ state: 'detached' });
      await give(page, '绑定到抖店 union', {});
      await page.getByRole('button', { name: `解除 union 解除 ${SHOP}` }).waitFor();
      await give(page, '设为默认 union', {});
      await page.locator('.set-up-bound').getByText('默认').waitFor();
      await user.shot('set-up-interface');

      await goTo(page, '终端');
      await give(page, '登记终端', { 商户号: NUMBER, 终端号: 'A0000001', 机型: 'A930', 收单渠道: '银联', 终端密钥: KEY });
      await page.getByText('验签自检通过').waitFor();
      await goTo(page, '直播间');
      await give(page, '添加直播间', { '直播间 ID': ROOM, 名称: '双11专场' });
      await page.getByRole('heading', { name: /双11专场/ }).waitFor();
      expect(faults(user)).toEqual([]);
    });
    const { data } = await asked<Answer<Record<string, readonly unknown[]>>>(`/v1/merchants/${MERCHANT}/setup`);
    expect(data).toMatchObject({
      douyinShops: [{ shopId: SHOP, state: 'certified', defaultInterfaces: [{ interfaceId: 'union' }] }],
      paymentInterfaces: [{ id: 'union', methods: ['card_chip', 'wechat'] }],
      terminals: [{ model: 'A930', placements: [{ storeId: 'west-lake' }], key: { present: true } }],
      liveRooms: [{ name: '双11专场' }],
    });
  });

  it('agrees on money: destination and fees, told wrong at first and put right at the field', async () => {
    await withConsole({ role: 'admin', lang: 'en', theme: 'light' }, async (user) => {
      const { page } = user;
      await user.open(`${AT}&step=destinations`);
      await page.getByRole('button', { name: `Set a settlement destination ${NUMBER}` }).click();
      await fillIn(page, { 'Id of the destination': 'main', Bank: 'ICBC', 'Last four digits': '42' });
      await send(page);
      await drawer(page).getByText('Must be four digits.').waitFor();
      expect(await drawer(page).getByLabel('Last four digits').getAttribute('aria-invalid')).toBe('true');
      await user.shot('set-up-wrong');
      expect(await user.barriers()).toEqual([]);
      await fillIn(page, {
        'Account in the books': 'main',
        'Last four digits': '0042',
        'Settlement cycle': 'D+1',
        'Cut-off of the channel': '23:00',
      });
      await send(page);
      await page.getByText(/business day .* expected/).waitFor();
      await user.shot('set-up-destination');

      await goTo(page, 'Fee schedules');
      await page.getByRole('button', { name: 'Agree fees UnionPay' }).click();
      await fillIn(page, { 'Id of the schedule': '2026', 'Fee of a refund': 'No refund returns the fee', 'Rate (%)': 'much' });
      await send(page);
      await drawer(page)
        .getByText(/Give a percentage/)
        .waitFor();
      await fillIn(page, { 'Rate (%)': '0.3825', 'Cap (¥)': '20' });
      await user.shot('set-up-fees-form');
      await send(page);
      await page.getByRole('cell', { name: '0.3825' }).waitFor();
      await page.getByRole('cell', { name: '¥20.00' }).waitFor();
      await user.shot('set-up-fees');
      expect(await user.barriers()).toEqual([]);
      expect(faults(user)).toEqual([]);
    });
    const { schedules } = await asked<{ schedules: unknown[] }>(`/v1/merchants/${MERCHANT}/fee-schedules/unionpay`);
    expect(schedules).toMatchObject([{ id: '2026', lines: [{ product: '*', ratePpm: 3_825, cap: 2_000 }] }]);
  });

  it('shows what each terminal takes, and changes it, or suspends it, after asking', async () => {
    await withConsole({ role: 'admin', lang: 'en', theme: 'dark' }, async (user) => {
      const { page } = user;
      await user.open(`${AT}&show=methods`);
      const alipay = page.getByLabel('A0000001 takes Alipay');
      expect(await alipay.isChecked()).toBe(true);
      await alipay.uncheck();
      await page.getByRole('button', { name: 'Save A0000001' }).click();
      const dialog = page.locator('.ant-modal-wrap');
      expect(await dialog.innerText()).not.toContain('Alipay');
      await dialog.getByRole('button', { name: 'Change payment methods' }).click();
      await dialog.waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Save A0000001' }).waitFor({ state: 'detached' });
      expect(await page.getByLabel('A0000001 takes Alipay').isChecked()).toBe(false);
      await user.shot('set-up-matrix');
      expect(await user.barriers()).toEqual([]);
      await user.open(`${AT}&step=terminals`);
      await page.getByRole('button', { name: `Change status ${NUMBER}/A0000001` }).click();
      await fillIn(page, { Status: 'Suspended', Reason: 'sent to be repaired' });
      await send(page);
      await user.shot('set-up-ask');
      await dialog.getByRole('button', { name: 'Change the status' }).click();
      await drawer(page).waitFor({ state: 'detached' });
      await page.locator('.set-up-item').getByText('sent to be repaired').waitFor();
      expect(user.complaints()).toEqual([]);
    });
    const { data } = await asked<Answer<{ terminals: { methods: { methods: string[] }[] }[] }>>(
      `/v1/merchants/${MERCHANT}/setup`,
    );
    expect(data.terminals[0]?.methods.at(-1)?.methods).not.toContain('alipay');
  });

  it('says what is wrong, and opens what mends it, filled in', async () => {
    await withConsole({ role: 'admin', lang: 'en', theme: 'light', isPhone: true }, async (user) => {
      const { page } = user;
      await user.open(`${AT}&show=checkup`);
      await user.shot('set-up-checkup');
      expect(await user.barriers()).toEqual([]);
      expect(await user.overflows()).toBe(false);
      await page.getByRole('button', { name: `Mend ${SHOP} · NO_SETTLEMENT_DESTINATION` }).click();
      expect(await drawer(page).getByLabel('Merchant number').inputValue()).toBe(SHOP);
      await fillIn(page, { 'Id of the destination': 'shop', 'Settlement cycle': 'D0', 'Cut-off of the channel': '24:00' });
      await user.shot('set-up-mend');
      await send(page);
      await drawer(page).waitFor({ state: 'detached' });
      expect(await page.getByRole('button', { name: `Mend ${SHOP} · NO_SETTLEMENT_DESTINATION` }).count()).toBe(0);
      for (const [show, name] of [
        ['show=methods', 'methods'],
        ['step=terminals', 'terminals'],
      ]) {
        await user.open(`${AT}&${String(show)}`);
        await user.shot(`set-up-${String(name)}`);
        expect(await user.overflows()).toBe(false);
      }
      expect(await user.barriers()).toEqual([]);
      expect(faults(user)).toEqual([]);
    });
  });

  it('is read by an auditor, who is offered no command, not even by address', async () => {
    await withConsole({ role: 'auditor', lang: 'zh-CN', theme: 'dark' }, async (user) => {
      const { page } = user;
      for (const address of [`${AT}&step=terminals&form=terminal`, `${AT}&show=methods`, `${AT}&show=checkup`]) {
        await user.open(address);
        await page.getByText('修改需要管理员').waitFor();
        expect(await drawer(page).count()).toBe(0);
        expect(await page.locator('main input[type=checkbox], main .ant-btn-primary').count()).toBe(0);
        expect(await page.getByRole('button', { name: /^(?:登记|添加|去处理|移到|换密钥)/ }).count()).toBe(0);
      }
      await user.shot('set-up-auditor');
      expect(await user.barriers()).toEqual([]);
      expect(user.complaints()).toEqual([]);
    });
  });

  it('asks for the first merchant where there is none', async () => {
    await withConsole({ role: 'admin', lang: 'en', theme: 'light', isPhone: true }, async (user) => {
      await user.page.route('**/v1/merchants', (route) =>
        route.request().method() === 'GET' ? route.fulfill({ json: { position: '0'.repeat(16), data: [] } }) : route.continue(),
      );
      await user.open('/set-up');
      await user.page.getByRole('heading', { name: 'No merchant yet' }).waitFor();
      await user.shot('set-up-first');
      await user.page.getByRole('button', { name: 'Add a merchant' }).click();
      await send(user.page);
      await drawer(user.page).getByText('Must be text of 1 to 100 characters.').waitFor();
      expect(await user.barriers()).toEqual([]);
      expect(faults(user)).toEqual([]);
    });
  });
});
