import { asked, closeBrowser, server, withConsole, type ConsoleUser, type Lang, type Look } from './support/console.js';

const LOOKS: readonly Look[] = [
  { role: 'reader', lang: 'zh-CN', theme: 'light', isPhone: false },
  { role: 'ops', lang: 'en', theme: 'dark', isPhone: false },
  { role: 'auditor', lang: 'zh-CN', theme: 'dark', isPhone: true },
];
const TITLE: Readonly<Record<Lang, string>> = { 'zh-CN': '待办', en: 'To follow up' };

interface Exception {
  readonly exceptionId: string;
  readonly code: string;
  readonly kind: string;
  readonly severity: string;
  readonly state: string;
  readonly revision: number;
  readonly happened: string;
  readonly worth: number;
}

/** An open one that nobody touched. */
async function untouched(): Promise<Exception> {
  const { data } = await asked<{ data: Exception[] }>('/v1/exceptions?state=open&limit=100');
  const found = data.find(({ revision }) => revision < 0);
  if (!found) throw new Error('the demo has no open exception left');
  return found;
}

const fenOf = (text: string): number => Number(text.replaceAll(/[^\d]/g, ''));
const opened = async (user: ConsoleUser, id: string): Promise<void> => {
  await user.open(`/exceptions?shown=${id}`);
  await user.page.locator('.exceptions-mend').waitFor();
  await user.page.waitForTimeout(400);
};

describe('what is to be followed up', () => {
  afterAll(closeBrowser);

  it.each(LOOKS)('is whole for $role in $lang, $theme, phone: $isPhone', async (look) => {
    const { exceptionId } = await untouched();
    await withConsole(look, async (user) => {
      await user.open('/exceptions');
      expect(await user.page.locator('h1').innerText()).toBe(TITLE[look.lang ?? 'zh-CN']);
      await user.page.locator('.endless-body [role=row]').first().waitFor();
      await user.shot('exceptions');
      expect(await user.barriers()).toEqual([]);
      expect(await user.overflows()).toBe(false);
      await opened(user, exceptionId);
      await user.shot('exceptions-detail');
      expect(await user.barriers()).toEqual([]);
      expect(user.complaints()).toEqual([]);
    });
  });

  it('counts as the ledger counts, and narrows the list by what is the matter', async () => {
    await withConsole({ role: 'reader', lang: 'en' }, async (user) => {
      // What the page was told: other specs change the sums meanwhile.
      const told = user.page.waitForResponse((response) => new URL(response.url()).pathname === '/v1/exceptions/summary');
      await user.open('/exceptions');
      const summary = (await (await told).json()) as { data: (Exception & { open: number; claimed: number })[] };
      const dearest = [...summary.data].sort((a, b) => b.worth - a.worth).find(({ severity }) => severity === 'high');
      if (!dearest) throw new Error('the demo has nothing grave');
      const first = user.page.locator('.exceptions-counts li').first();
      expect(fenOf(await first.locator('.money').innerText())).toBe(dearest.worth);
      expect(await user.page.locator('.exceptions-counts li').count()).toBe(summary.data.length);
      await first.getByRole('link').click();
      await user.page.waitForURL(`**/exceptions?code=${dearest.code}&kind=${dearest.kind}`);
      await user.page.getByText(`${String(dearest.open + dearest.claimed)} rows loaded`).waitFor();
      await user.open('/exceptions?code=SECOND_CAPTURE&state=closed');
      await user.page.getByText('Nothing here').waitFor();
      expect(user.complaints()).toEqual([]);
    });
  });

  it('tells what happened and what mends it, and offers nothing to who may not', async () => {
    const { exceptionId, happened } = await untouched();
    await withConsole({ role: 'reader', lang: 'en' }, async (user) => {
      await opened(user, exceptionId);
      await user.page.getByText(happened, { exact: true }).waitFor();
      expect(await user.page.locator('.exceptions-mend').innerText()).toContain('POST /v1/');
      for (const name of ['Claim', 'Comment', 'Resolve', 'Apply the message again']) {
        expect(await user.page.getByRole('button', { name, exact: true }).count()).toBe(0);
      }
      await user.page.keyboard.press('r');
      expect(await user.page.locator('.ant-modal-wrap').count()).toBe(0);
    });
  });

  it('is claimed, commented on, resolved and reopened by keys alone', async () => {
    const { exceptionId } = await untouched();
    const stands = async (): Promise<Exception> => (await asked<{ data: Exception }>(`/v1/exceptions/${exceptionId}`)).data;
    await withConsole({ role: 'ops', lang: 'en' }, async (user) => {
      const { page } = user;
      const dialog = page.locator('.ant-modal-wrap');
      const doings = page.locator('.exceptions-do');
      const say = async (key: string, text: string, button: string): Promise<void> => {
        await page.keyboard.press(key);
        await dialog.getByLabel('Text').fill(text);
        const force = dialog.getByRole('checkbox');
        if ((await force.count()) > 0) await force.check();
        await dialog.getByRole('button', { name: button, exact: true }).click();
        await dialog.waitFor({ state: 'detached' });
      };
      await opened(user, exceptionId);
      await page.keyboard.press('c');
      await doings.getByRole('button', { name: 'Take over' }).waitFor();
      expect((await stands()).state).toBe('claimed');
      await say('m', 'Asked the channel.', 'Comment');
      await page.locator('.exceptions-remarks').getByText('Asked the channel.').waitFor();
      await say('r', 'The channel made it good.', 'Resolve');
      await page.getByRole('heading', { name: 'What came of it' }).waitFor();
      expect((await stands()).state).toBe('resolved');
      await user.shot('exceptions-resolved');
      expect(await user.barriers()).toEqual([]);
      await say('o', 'It did not.', 'Reopen');
      await doings.getByRole('button', { name: 'Resolve', exact: true }).waitFor();
      expect(['open', 'claimed']).toContain((await stands()).state);
      expect(await page.locator('.timeline > li').count()).toBe(4);
      expect(user.complaints()).toEqual([]);
    });
  });

  it('is handed over to a colleague, of whom the list and the history tell', async () => {
    const { exceptionId } = await untouched();
    await withConsole({ role: 'ops', lang: 'zh-CN', isPhone: true }, async (user) => {
      const { page } = user;
      await opened(user, exceptionId);
      await page
        .locator('.exceptions-do')
        .getByRole('button', { name: /转\s?交/ })
        .click();
      const dialog = page.getByRole('dialog').last();
      await dialog.getByRole('button', { name: /转\s?交/ }).click();
      await dialog.getByText('请选择由谁负责').waitFor();
      await dialog.getByRole('combobox', { name: '转交给' }).click();
      await page.getByTitle('key:admin').click();
      await user.settled();
      await user.shot('exceptions-hand-over');
      expect(await user.barriers()).toEqual([]);
      await dialog.getByRole('button', { name: /转\s?交/ }).click();
      await page.locator('.timeline').getByText('转交').first().waitFor();
      await user.settled();
      await user.shot('exceptions-handed-over');
      expect(user.complaints()).toEqual([]);
    });
    const { data } = await asked<{ data: { assignee: string } }>(`/v1/exceptions/${exceptionId}`);
    expect(data.assignee).toBe('key:admin');
  });

  it('does one thing with many: each by itself, with the words of each that is refused', async () => {
    const { data } = await asked<{ data: Exception[] }>('/v1/exceptions?state=open&limit=100');
    const [taken, ...others] = data.slice(0, 3);
    await withConsole({ role: 'ops', lang: 'en' }, async (user) => {
      const { page } = user;
      const dialog = page.getByRole('dialog');
      await user.open('/exceptions?state=open');
      const boxes = page.locator('.endless-body').getByRole('checkbox');
      await boxes.first().focus();
      await page.keyboard.press('Space');
      await boxes.nth(2).click({ modifiers: ['Shift'] });
      await page.getByText('3 selected').waitFor();
      await user.shot('exceptions-chosen');
      expect(await user.barriers()).toEqual([]);
      // Somebody else is faster with one of them.
      const claimed = await fetch(`${server().url}/v1/exceptions/${taken?.exceptionId ?? ''}/claim`, {
        method: 'POST',
        headers: { authorization: `Bearer ${server().keys.admin}`, 'content-type': 'application/json' },
        body: '{}',
      });
      expect(claimed.status).toBe(200);
      await page.getByRole('toolbar').getByRole('button', { name: 'Claim' }).click();
      await dialog.getByRole('button', { name: 'Claim (3)' }).click();
      await dialog.getByText('2 done · 1 not done').waitFor();
      await dialog.getByText('Another holds this already.').waitFor();
      await dialog.getByRole('button', { name: 'Close', exact: true }).nth(1).waitFor();
      await user.shot('exceptions-claimed-many');
      expect(await user.barriers()).toEqual([]);
      await dialog.getByRole('button', { name: 'Close' }).last().click();
      await page.getByRole('checkbox', { name: 'Held by me' }).click();
      await page.waitForURL(/assignee=key/);
      await page.getByText('Nothing here').waitFor();
      await user.open(page.url().replace(server().url, '').replace('state=open', 'state=claimed'));
      const mine = await asked<{ data: Exception[] }>(`/v1/exceptions${new URL(page.url()).search}`);
      expect(mine.data.map(({ exceptionId }) => exceptionId)).toEqual(
        expect.arrayContaining(others.map((one) => one.exceptionId)),
      );
      await page.getByText(`${String(mine.data.length)} rows loaded`).waitFor();
      expect(user.complaints().filter((says) => !says.includes('409'))).toEqual([]);
    });
    for (const { exceptionId } of others)
      expect((await asked<{ data: Exception }>(`/v1/exceptions/${exceptionId}`)).data.state).toBe('claimed');
  });

  it('steps through the list by keys, and asks for words before it sends', async () => {
    const { data } = await asked<{ data: Exception[] }>('/v1/exceptions?limit=3');
    await withConsole({ role: 'ops', lang: 'zh-CN' }, async (user) => {
      const { page } = user;
      const shows = async (place: number): Promise<void> => {
        await page.waitForURL(`**/exceptions?shown=${data[place]?.exceptionId ?? ''}`);
        await page.locator('.exceptions-mend').waitFor();
        await user.settled();
      };
      await user.open('/exceptions');
      await page.locator('.endless-body [role=row]').first().waitFor();
      await page.keyboard.press('j');
      await shows(0);
      await page.keyboard.press('j');
      await shows(1);
      await page.keyboard.press('k');
      await shows(0);
      await page.locator('.exceptions-do').waitFor();
      await page.keyboard.press('m');
      await page.locator('.ant-modal-wrap').getByRole('button', { name: '备注' }).click();
      await page.getByText('请填写内容').waitFor();
      await user.shot('exceptions-comment');
      expect(await user.barriers()).toEqual([]);
    });
  });

  it('says what the ledger refused', async () => {
    const { exceptionId } = await untouched();
    await withConsole({ role: 'ops', lang: 'zh-CN' }, async (user) => {
      await opened(user, exceptionId);
      await user.page.route('**/resolve', (route) =>
        route.fulfill({
          status: 409,
          contentType: 'application/problem+json',
          body: JSON.stringify({ code: 'STREAM_CHANGED', status: 409, title: '', type: '' }),
        }),
      );
      await user.page.keyboard.press('r');
      const dialog = user.page.locator('.ant-modal-wrap');
      await dialog.getByLabel('内容').fill('已处理');
      await dialog.getByRole('button', { name: '处理完成' }).click();
      await dialog.getByRole('alert').filter({ hasText: '别人刚刚改动过' }).waitFor();
      expect(await dialog.getByLabel('内容').inputValue()).toBe('已处理');
    });
  });
});
