import { eventually } from '../e2e/support/eventually.js';
import { closeBrowser, withConsole, type ConsoleUser, type Look } from './support/console.js';
import { asAdmin, openCounter, type Counter } from './support/till.js';

interface RequestRow {
  readonly status: string;
  readonly collected: number;
}

const PAID = 288;
const LARGE = 1_234_567;
const PHONE: Look = { role: 'ops', lang: 'zh-CN', theme: 'light', isPhone: true };
const DESK: Look = { role: 'admin', lang: 'en', theme: 'dark', isPhone: false };
const DOOR: Look = { role: 'reader', lang: 'en', theme: 'light', isPhone: true };
const TWENTY_MINUTES_MS = 20 * 60_000;

/** What was asked with a wrong signature, or without a network, is told by the browser too. */
const EXPECTED = /status of 401|net::ERR_FAILED/;

const requestOf = async (orderId: string): Promise<RequestRow | undefined> =>
  (await asAdmin<{ data: RequestRow[] }>('GET', `/v1/payment-requests?orderId=${orderId}`)).data[0];

const stands = (orderId: string, row: RequestRow): Promise<void> =>
  eventually(async () => expect(await requestOf(orderId)).toMatchObject(row));

describe('the virtual terminal', () => {
  let counter: Counter;
  beforeAll(async () => {
    counter = await openCounter();
  });
  afterAll(closeBrowser);

  const address = (): string =>
    `/terminal?merchant=${counter.merchant}&no=${counter.merchantNo}&terminal=${counter.terminalNo}`;
  const isWhole = async (user: ConsoleUser, name: string): Promise<void> => {
    await user.page.waitForTimeout(400);
    await user.shot(`terminal-${name}`);
    expect(await user.barriers()).toEqual([]);
    expect(await user.overflows()).toBe(false);
  };

  it('receives a request on a phone, confirms it and collects it: the order is paid', async () => {
    const orderId = await counter.order();
    await withConsole(PHONE, async (user) => {
      const { page } = user;
      await user.open(`/terminal?merchant=${counter.merchant}&order=${orderId}`);
      await page.getByRole('combobox', { name: '终端', exact: true }).click();
      await page.getByTitle(`${counter.terminalNo} · 西湖店`).click();
      await page.getByLabel('终端密钥').fill(counter.key);
      await isWhole(user, 'sign-on');
      await page.getByRole('button', { name: '终端签到' }).click();
      await page.getByText('等待收款请求').waitFor();
      await page.getByText('已连接').waitFor();
      expect(await page.content()).not.toContain(counter.key);
      expect(await page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }])')).not.toContain(counter.key);

      await page.getByLabel('金额（元）').fill('2.88');
      await page.getByRole('button', { name: `发送到终端 ${counter.terminalNo}` }).click();
      const request = page.getByRole('article', { name: '收款请求 ¥2.88' });
      await request.getByRole('timer').filter({ hasText: '剩余 14:' }).waitFor();
      await isWhole(user, 'request');
      await request.getByRole('button', { name: '确认接单' }).click();
      await request.getByLabel('参考号 RRN').fill('261127000123');
      await request.getByLabel('授权码').fill('123456');
      await request.getByLabel('卡号（遮盖）').fill('6222 0212 3456 1234');
      await request.getByLabel('操作员号').fill('01');
      expect(await request.getByLabel('卡号（遮盖）').inputValue()).toBe('622202******1234');
      await isWhole(user, 'outcome');
      await request.getByRole('button', { name: '上报已收 ¥2.88' }).click();
      const slip = page.getByRole('article', { name: `签购单 ${orderId}` });
      await slip.getByText('收款成功').waitFor();
      await isWhole(user, 'slip');
      await stands(orderId, { status: 'approved', collected: PAID });

      await slip.getByRole('link', { name: '查看收款' }).click();
      await page.getByRole('definition').filter({ hasText: '261127000123' }).waitFor();
      await page.goBack();
      await slip.waitFor();
      await slip.getByRole('link', { name: '查看订单' }).click();
      const related = page.getByRole('region', { name: '同一订单的终端收款' });
      await related.getByRole('cell', { name: '已收款' }).waitFor();
      await page.getByRole('definition').filter({ hasText: '¥2.88' }).first().waitFor();
      expect(await page.getByRole('link', { name: '到终端收款' }).count()).toBe(0);
      expect(await related.locator('.money').allInnerTexts()).toEqual(['¥2.88', '¥2.88']);
      await user.settled();
      await isWhole(user, 'order');
      await user.open(`/orders?id=${orderId}&kind=order`);
      await page.getByText('终端已收').waitFor();
      await isWhole(user, 'order-listed');
      expect(user.complaints()).toEqual([]);
    });
  });

  it('gets a key of its own from who may issue one, and reports what was declined or taken back', async () => {
    const [declined, takenBack] = [await counter.order(), await counter.order()];
    await withConsole(DESK, async (user) => {
      const { page } = user;
      await user.open(address());
      await page.getByRole('button', { name: 'Issue a new key' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('the real POS must be given the new one').waitFor();
      await isWhole(user, 'issue');
      await dialog.getByRole('button', { name: 'Issue a new key' }).click();
      await page.getByText('Waiting for a payment request').waitFor();
      await page.getByRole('button', { name: 'The POS has it' }).click();

      await counter.handOver(declined, LARGE);
      const request = page.getByRole('article', { name: 'Payment request ¥12,345.67' });
      await request.waitFor();
      expect(await request.locator('.ant-tag').allInnerTexts()).toEqual(['Bank card', 'WeChat']);
      await request.getByRole('button', { name: 'Take it on' }).click();
      await request.getByText('Not paid', { exact: true }).click();
      await request.getByRole('button', { name: 'Report as not paid' }).click();
      await request.getByText('Choose a reason').waitFor();
      await request.getByLabel('Reason').click();
      await page.getByTitle('51 Not enough funds').click();
      await isWhole(user, 'declined');
      await request.getByRole('button', { name: 'Report as not paid' }).click();
      await page
        .getByRole('article', { name: `Slips ${declined}` })
        .getByText('51 Not enough funds')
        .waitFor();
      await stands(declined, { status: 'declined', collected: 0 });

      const requestId = await counter.handOver(takenBack, PAID);
      const another = page.getByRole('article', { name: 'Payment request ¥2.88' });
      await another.getByRole('button', { name: 'Take it on' }).waitFor();
      await asAdmin('POST', `/v1/payment-requests/${requestId}/cancel`, { reason: '顾客改主意' });
      await another.getByText('This request has ended: taken back').waitFor();
      await isWhole(user, 'ended');
      await another.getByRole('button', { name: 'I have seen it' }).click();
      await page.getByText('Waiting for a payment request').waitFor();
      expect(user.complaints()).toEqual([]);
    });
  });

  it('says in words what is wrong with key or clock, finds the connection again, and forgets the key', async () => {
    await withConsole(DOOR, async (user) => {
      const { page } = user;
      await user.open(address());
      expect(await page.getByRole('heading', { name: 'Send a request to a terminal' }).count()).toBe(0);
      expect(await page.getByRole('button', { name: 'Issue a new key' }).count()).toBe(0);
      const signOn = async (key: string): Promise<void> => {
        await page.getByLabel('Key of the terminal').fill(key);
        await page.getByRole('button', { name: 'Sign on' }).click();
      };
      await signOn('short');
      await page.getByText('16 to 256 characters').waitFor();
      await signOn('a-key-of-another-terminal');
      await page
        .getByRole('alert')
        .filter({ hasText: `signature of terminal ${counter.terminalNo}` })
        .waitFor();
      await isWhole(user, 'wrong-key');
      await page.clock.setFixedTime(Date.now() + TWENTY_MINUTES_MS);
      await signOn(counter.key);
      await page.getByRole('alert').filter({ hasText: 'The clock of this device is 20 minutes fast' }).waitFor();
      await page.clock.setFixedTime(Date.now());
      let streams = 0;
      await page.route('**/payment-requests/stream', (route) => {
        streams += 1;
        return streams === 1 ? route.fulfill({ contentType: 'text/event-stream', body: ': connected\n\n' }) : route.abort();
      });
      await signOn(counter.key);
      await page.getByText('Connection lost, trying again').waitFor();
      const orderId = await counter.order();
      await counter.handOver(orderId, PAID);
      await page.unroute('**/payment-requests/stream');
      await page.getByText('Connected', { exact: true }).waitFor();

      const request = page.getByRole('article', { name: 'Payment request ¥2.88' });
      await request.getByRole('button', { name: 'Take it on' }).click();
      await request.getByText('Unknown', { exact: true }).click();
      await request.getByRole('button', { name: 'Report as unknown' }).click();
      const slip = page.getByRole('article', { name: `Slips ${orderId}` });
      await slip.getByRole('button', { name: 'Report what it was' }).click();
      await slip.getByText('WeChat', { exact: true }).click();
      await isWhole(user, 'unknown');
      await slip.getByRole('button', { name: 'Report ¥2.88 as taken' }).click();
      await slip.getByText('Sale · WeChat').waitFor();
      await stands(orderId, { status: 'approved', collected: PAID });
      await page.getByRole('button', { name: 'Forget the key' }).click();
      await page.getByRole('heading', { name: 'Sign on' }).waitFor();
      expect(await page.getByLabel('Key of the terminal').inputValue()).toBe('');
      expect(user.complaints().filter((text) => !EXPECTED.test(text))).toEqual([]);
    });
  });
});
