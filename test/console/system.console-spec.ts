import { asked, closeBrowser, server, withConsole, type Lang, type Look, type Role } from './support/console.js';

const LOOKS: readonly Look[] = [
  { role: 'admin', lang: 'zh-CN', theme: 'light', isPhone: false },
  { role: 'auditor', lang: 'en', theme: 'dark', isPhone: false },
  { role: 'ops', lang: 'zh-CN', theme: 'dark', isPhone: true },
];
const TITLE: Readonly<Record<Lang, string>> = { 'zh-CN': '系统', en: 'System' };
const WATCHED = 'periods';
const REBUILT_WITHIN_MS = 60_000;
const LOOK_MS = 250;

interface Projection {
  readonly name: string;
  readonly generation: number;
}

async function generation(): Promise<number> {
  const { data } = await asked<{ data: Projection[] }>('/v1/projections');
  return data.find(({ name }) => name === WATCHED)?.generation ?? 0;
}

/** Waits until another generation serves, and says which. */
async function swappedFrom(before: number): Promise<number> {
  const until = Date.now() + REBUILT_WITHIN_MS;
  while (Date.now() < until) {
    const now = await generation();
    if (now !== before) return now;
    await new Promise((done) => setTimeout(done, LOOK_MS));
  }
  throw new Error(`generation ${String(before)} still serves`);
}

const statusWith = async (key: string): Promise<number> =>
  (await fetch(`${server().url}/session`, { headers: { authorization: `Bearer ${key}` } })).status;

describe('the system', () => {
  afterAll(closeBrowser);

  it.each(LOOKS)('is whole for $role in $lang, $theme, phone: $isPhone', async (look) => {
    await withConsole(look, async (user) => {
      await user.open('/system');
      expect(await user.page.locator('h1').innerText()).toBe(TITLE[look.lang ?? 'zh-CN']);
      await user.page.getByRole('rowheader', { name: WATCHED, exact: true }).waitFor();
      await user.shot('system');
      expect(await user.barriers()).toEqual([]);
      expect(await user.overflows()).toBe(false);
      expect(user.complaints()).toEqual([]);
    });
  });

  it.each<[Role, boolean, boolean, boolean]>([
    ['reader', false, false, false],
    ['ops', true, false, false],
    ['auditor', true, true, false],
    ['admin', true, true, true],
  ])('shows %s what it may see: notices %s, keys %s, commands %s', async (role, notices, keys, commands) => {
    await withConsole({ role, lang: 'en' }, async (user) => {
      const { page } = user;
      await user.open('/system');
      await page.getByRole('rowheader', { name: WATCHED, exact: true }).waitFor();
      expect(await page.getByRole('heading', { name: 'Notices', exact: true }).count()).toBe(notices ? 1 : 0);
      expect(await page.getByRole('heading', { name: 'Keys and roles' }).count()).toBe(keys ? 1 : 0);
      expect(await page.getByRole('button', { name: `Rebuild ${WATCHED}` }).count()).toBe(commands ? 1 : 0);
      expect(await page.getByRole('button', { name: 'Issue a key' }).count()).toBe(commands ? 1 : 0);
      expect(user.complaints()).toEqual([]);
    });
  });

  it('rebuilds a read model, is watched to its end, and rolls back', async () => {
    const before = await generation();
    await withConsole({ role: 'admin', lang: 'en' }, async (user) => {
      const { page } = user;
      await user.open('/system');
      const dialog = page.locator('.ant-modal-wrap');
      const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: WATCHED, exact: true }) });
      await row.getByRole('button', { name: `Rebuild ${WATCHED}` }).click();
      await dialog.getByRole('button', { name: 'Rebuild', exact: true }).click();
      await dialog.waitFor({ state: 'detached' });
      const built = await swappedFrom(before);
      expect(built).toBeGreaterThan(before);
      await row.getByRole('cell').nth(1).getByText(String(built), { exact: true }).waitFor();
      await row.getByText('row by row what it replaced').waitFor();
      await user.shot('system-rebuilt');
      expect(await user.barriers()).toEqual([]);
      await row.getByRole('button', { name: `Roll back ${WATCHED}` }).click();
      await dialog.getByRole('button', { name: 'Roll back', exact: true }).click();
      await dialog.waitFor({ state: 'detached' });
      const backTo = await swappedFrom(built);
      expect(backTo).toBeLessThan(built);
      await row.getByRole('cell').nth(1).getByText(String(backTo), { exact: true }).waitFor();
      expect(user.complaints()).toEqual([]);
    });
  });

  it('shows a rebuild under way and one that was refused', async () => {
    const running = { status: 'running', phase: 'building', done: 250, total: 1_000, eventsPerSecond: 500, etaSeconds: 1.5 };
    const refused = { status: 'refused', code: 'REBUILD_DIFFERS', says: 'orders: two generations differ' };
    const one = { version: 1, generation: 1, position: '0000000000000042', lag: 12, error: null };
    const data = [
      { ...one, name: 'orders', rebuild: running },
      { ...one, name: 'payments', rebuild: refused },
    ];
    await withConsole({ role: 'admin', lang: 'zh-CN', theme: 'dark' }, async (user) => {
      await user.page.route('**/v1/projections', (route) => route.fulfill({ json: { data } }));
      await user.open('/system');
      expect(await user.page.getByRole('progressbar', { name: 'orders 的进度' }).getAttribute('value')).toBe('250');
      await user.page.getByText('读取账本 · 250 / 1,000 · 每秒 500 个事件 · 约剩 2 秒').waitFor();
      await user.page.getByText('orders: two generations differ').waitFor();
      expect(await user.page.getByRole('button', { name: '重建 orders' }).isDisabled()).toBe(true);
      await user.shot('system-rebuilding');
      expect(await user.barriers()).toEqual([]);
    });
  });

  it('shows a parked notice in words, and says what its replay came to', async () => {
    const notice = {
      id: 'ntc_0f3c',
      channel: 'douyin',
      source: 'push',
      actor: 'douyin:app',
      receivedAt: '2026-09-21T10:13:20.000Z',
      digest: '00',
      status: 'parked',
      reason: 'UNKNOWN_SHOP',
      says: 'The Douyin shop is not bound to a merchant here.',
      detail: null,
      settledAt: '2026-09-21T10:13:20.000Z',
    };
    await withConsole({ role: 'ops', lang: 'zh-CN' }, async (user) => {
      const { page } = user;
      let rows = [notice];
      await page.route('**/v1/notices?*', (route) => route.fulfill({ json: { data: rows } }));
      await page.route('**/v1/notices/ntc_0f3c/replay', (route) => {
        rows = [];
        return route.fulfill({ json: { status: 'applied', reason: null, detail: null, position: null } });
      });
      await user.open('/system');
      await page.getByText('抖店没有绑定商户。').waitFor();
      expect(await user.barriers()).toEqual([]);
      await page.getByRole('button', { name: '重新处理 ntc_0f3c' }).click();
      await page.getByText('没有这种状态的消息。').waitFor();
      expect(user.complaints()).toEqual([]);
    });
  });

  it('issues a key, shows it once, and revokes it', async () => {
    const name = `till ${String(Date.now())}`;
    await withConsole({ role: 'admin', lang: 'en' }, async (user) => {
      const { page } = user;
      await user.open('/system');
      const dialog = page.locator('.ant-modal-wrap');
      await page.getByRole('button', { name: 'Issue a key' }).click();
      await dialog.getByRole('button', { name: 'Issue a key' }).click();
      await dialog.getByText('Say whose it is').waitFor();
      await dialog.getByLabel('For whom').fill(name);
      // Below it the button moves when that is gone.
      await dialog.getByText('Say whose it is').waitFor({ state: 'detached' });
      await dialog.getByRole('button', { name: 'Issue a key' }).click();
      const shown = dialog.locator('.system-key .figure');
      const key = await shown.innerText();
      expect(await user.barriers()).toEqual([]);
      expect(await statusWith(key)).toBe(200);
      await dialog.getByRole('button', { name: 'I have kept it' }).click();
      await shown.waitFor({ state: 'detached' });
      expect(await page.content()).not.toContain(key);
      await page.getByRole('button', { name: `Revoke ${name}` }).click();
      await dialog.getByRole('button', { name: 'Revoke', exact: true }).click();
      await page.getByRole('button', { name: `Revoke ${name}` }).waitFor({ state: 'detached' });
      expect(await statusWith(key)).toBe(401);
      expect(user.complaints()).toEqual([]);
    });
  });
});
