import { closeBrowser, server, withConsole, type ConsoleUser, type Lang, type Look } from './support/console.js';

const LOOKS: readonly Look[] = [
  { role: 'auditor', lang: 'zh-CN', theme: 'light', isPhone: false },
  { role: 'admin', lang: 'en', theme: 'dark', isPhone: false },
  { role: 'auditor', lang: 'zh-CN', theme: 'dark', isPhone: true },
];
const TITLE: Readonly<Record<Lang, string>> = { 'zh-CN': '审计', en: 'Audit' };
const AUDITOR: Look = { role: 'auditor', lang: 'en' };
const POSITION = '0000000000000042';

/** Changes one byte of an answer on its way to the browser. */
async function tampered(user: ConsoleUser, path: string, change: (answer: Record<string, unknown>) => void): Promise<void> {
  await user.page.route(`**${path}*`, async (route) => {
    const response = await route.fetch();
    const answer = (await response.json()) as Record<string, unknown>;
    change(answer);
    await route.fulfill({ response, json: answer });
  });
}

const flipped = (text: string): string => `${text.startsWith('A') ? 'B' : 'A'}${text.slice(1)}`;

/** Another first byte of one hash of a proof. */
const inProof = (at: number) => (answer: Record<string, unknown>) => {
  const proof = answer['proof'] as string[];
  answer['proof'] = proof.with(at, flipped(proof.at(at) ?? ''));
};

/** Another first byte of the data of the event. */
function inLeaf(answer: Record<string, unknown>): void {
  const leaf = Buffer.from(String(answer['leaf']), 'base64');
  leaf[leaf.length - 2] = (leaf.at(-2) ?? 0) ^ 1;
  answer['leaf'] = leaf.toString('base64');
}

describe('the audit', () => {
  afterAll(closeBrowser);

  it.each(LOOKS)('is whole for $role in $lang, $theme, phone: $isPhone', async (look) => {
    await withConsole(look, async (user) => {
      await user.open(`/audit?position=${POSITION}`);
      expect(await user.page.locator('h1').innerText()).toBe(TITLE[look.lang ?? 'zh-CN']);
      await user.page.getByText(look.lang === 'en' ? 'Proved' : '验证通过', { exact: true }).waitFor();
      await user.settled();
      await user.shot('audit');
      expect(await user.barriers()).toEqual([]);
      expect(await user.overflows()).toBe(false);
      expect(user.complaints()).toEqual([]);
    });
  });

  it('proves an event in the browser, by keyboard, and refuses it where one byte was changed on the way', async () => {
    await withConsole(AUDITOR, async (user) => {
      const { page } = user;
      await user.open('/audit');
      await page.getByRole('textbox', { name: 'Position of the event' }).fill(POSITION);
      await page.keyboard.press('Enter');
      await page.getByText('Proved', { exact: true }).waitFor();
      await tampered(user, '/v1/audit/proofs/inclusion', inLeaf);
      const panel = page.getByRole('region', { name: 'Verify an event' });
      await panel.getByRole('button', { name: 'Verify' }).click();
      await panel.getByText('Not proved').waitFor();
      const wrong = panel.getByRole('listitem').filter({ hasText: 'does not fit' });
      expect(await wrong.count()).toBe(1);
      expect(await wrong.innerText()).toContain('The root worked out is the one that was signed');
      await user.shot('audit-refused');
      expect(await user.barriers()).toEqual([]);
      await page.unroute('**/v1/audit/proofs/inclusion*');
      await tampered(user, '/v1/audit/proofs/inclusion', (answer) => {
        answer['checkpoint'] = String(answer['checkpoint']).replace(
          /\n(.)([^\n]{43})\n\n/,
          (_, first: string, rest: string) => `\n${first === 'A' ? 'B' : 'A'}${rest}\n\n`,
        );
      });
      await panel.getByRole('button', { name: 'Verify' }).click();
      await panel
        .getByRole('listitem')
        .filter({ hasText: /does not fit.*signed with the key/ })
        .waitFor();
    });
  });

  it('takes no other key than the one that was kept', async () => {
    await withConsole(AUDITOR, async ({ page }) => {
      await page.goto(`${server().url}/audit?position=${POSITION}`);
      await page.getByText('Proved', { exact: true }).waitFor();
      await page.getByRole('textbox', { name: /Verified with/ }).fill('another/log+00000000+AQ==');
      const panel = page.getByRole('region', { name: 'Verify an event' });
      await panel
        .getByRole('listitem')
        .filter({ hasText: /does not fit.*signed with the key/ })
        .waitFor();
    });
  });

  it('proves that the newest checkpoint only adds to an older one, and refuses a changed proof', async () => {
    await withConsole({ role: 'auditor', lang: 'zh-CN', theme: 'dark' }, async (user) => {
      await user.open('/audit');
      const panel = user.page.getByRole('region', { name: '验证历史没有被改写' });
      await panel.getByRole('button', { name: '验证' }).click();
      await panel.getByText('验证通过').waitFor();
      await tampered(user, '/v1/audit/proofs/consistency', inProof(-1));
      await panel.getByRole('button', { name: '验证' }).click();
      await panel.getByText('验证不通过').waitFor();
      await panel
        .getByRole('listitem')
        .filter({ hasText: /不符 重算的较新树根/ })
        .waitFor();
      await user.shot('audit-rewritten');
      expect(await user.barriers()).toEqual([]);
      expect(user.complaints()).toEqual([]);
    });
  });

  it('hands out an evidence pack, and says in words why there is none', async () => {
    await withConsole(AUDITOR, async ({ page }) => {
      await page.goto(`${server().url}/audit`);
      const panel = page.getByRole('region', { name: 'Evidence pack' });
      await panel.getByRole('textbox', { name: 'Id' }).fill('assets:bank:nobody');
      await panel.getByRole('button', { name: 'Download' }).click();
      await panel.getByRole('alert').waitFor();
      await panel.getByRole('combobox', { name: 'Of what' }).press('ArrowDown');
      await page.getByTitle('Event', { exact: true }).click();
      await panel.getByRole('textbox', { name: 'Id' }).fill(POSITION);
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        panel.getByRole('button', { name: 'Download' }).click(),
      ]);
      expect(file.suggestedFilename()).toMatch(/^evidence-event-\d+\.zip$/);
    });
  });

  it('shows a certificate, and whether it is signed', async () => {
    await withConsole(AUDITOR, async (user) => {
      const row = { id: 1, projection: 'orders', kind: 'rebuild', at: '2026-09-21T10:13:20.000Z', unsignedBecause: null };
      await user.page.route('**/v1/audit/certificates?*', (route) => route.fulfill({ json: { data: [row] } }));
      await user.page.route('**/v1/audit/certificates/1*', (route) =>
        route.fulfill({
          contentType: 'text/plain',
          body: 'hezhang-rebuild-certificate/v1\nprojection: orders\n\n— x AAAAAAA=\n',
        }),
      );
      await user.open('/audit');
      await user.page.getByRole('button', { name: 'Show certificate 1' }).click();
      const drawer = user.page.getByRole('dialog');
      await drawer.getByText('projection: orders').waitFor();
      expect(await drawer.getByText('does not fit').count()).toBe(1);
      expect(user.complaints()).toEqual([]);
    });
  });

  it('shows who looked, and notes this look too', async () => {
    await withConsole(AUDITOR, async (user) => {
      await user.open('/audit?what=proofs/inclusion');
      const table = user.page.getByRole('table', { name: 'Who looked' });
      await table.getByText('GET /v1/audit/proofs/inclusion').first().waitFor();
      expect(await table.getByRole('cell', { name: /console auditor/ }).count()).toBeGreaterThan(0);
    });
  });

  it.each<Look['role']>(['reader', 'ops'])('is not there for %s', async (role) => {
    await withConsole({ role, lang: 'en' }, async ({ page }) => {
      await page.goto(`${server().url}/audit`);
      await page.getByText('Not allowed').waitFor();
      expect(await page.getByRole('link', { name: 'Audit', exact: true }).count()).toBe(0);
    });
  });
});
