// How a list of any length scrolls: the list of orders against a double of its route (pages by cursor, one row over and over), from the
// first row to the last, and how long its frames took in each tenth. A measurement, not a test: figures are the machine's too.
//   CONSOLE_URL=http://127.0.0.1:3000 HEZHANG_ADMIN_KEY=… node test/console/support/long-list.mjs [rows=100000]
import { chromium } from 'playwright-core';
import { chromiumPath } from './chromium.mjs';

const { CONSOLE_URL: url, HEZHANG_ADMIN_KEY: key } = process.env;
const ROWS = Number(process.argv[2] ?? 100_000);
const PARTS = 10;
/** Each frame goes on by so many pixels: twenty rows. */
const STEP_PX = 880;
const MB = 1e6;

/** In the page: scrolls by one step each frame until a row is shown, and tells how long each frame took. */
const SCROLL = `(target) => new Promise((done) => {
  const box = document.querySelector('.endless');
  const frames = [];
  let most = 0;
  let before = performance.now();
  const step = () => {
    const now = performance.now();
    frames.push(now - before);
    before = now;
    const rows = box.querySelectorAll('.endless-body [role=row]');
    most = Math.max(most, rows.length);
    if (Number(rows[rows.length - 1]?.getAttribute('aria-rowindex') ?? 0) > target) return done({ frames: frames.slice(1), most });
    box.scrollTop += ${String(STEP_PX)};
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
})`;

const quantile = (values, part) => values.toSorted((a, b) => a - b)[Math.floor(values.length * part)] ?? 0;

async function double(page, row) {
  await page.route(/\/v1\/transactions(\?|$)/, (route) => {
    const asked = new URL(route.request().url()).searchParams;
    const from = Number(asked.get('cursor') ?? 0);
    const until = Math.min(ROWS, from + Number(asked.get('limit') ?? 50));
    const data = Array.from({ length: until - from }, (_, at) => ({
      ...row,
      stream: `payment.p${from + at}`,
      amount: from + at + 1,
    }));
    return route.fulfill({ json: { position: '0', data, ...(until < ROWS && { next: String(until) }) } });
  });
}

/** What the page's thread has spent so far, in seconds of its own: of whatever else the machine does it knows nothing. */
async function spent(devtools) {
  const { metrics } = await devtools.send('Performance.getMetrics');
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
}

async function measure(page, devtools, target) {
  const before = await spent(devtools);
  const { result } = await devtools.send('Runtime.evaluate', {
    expression: `(${SCROLL})(${String(target)})`,
    awaitPromise: true,
    returnByValue: true,
  });
  const { frames, most } = result.value;
  const after = await spent(devtools);
  await devtools.send('HeapProfiler.collectGarbage');
  const heap = (await spent(devtools)).JSHeapUsedSize / MB;
  const each = (name) => (((after[name] - before[name]) * 1000) / frames.length).toFixed(2);
  const ms = (part) => quantile(frames, part).toFixed(0);
  process.stdout.write(
    `to row ${String(target)}: ${String(frames.length)} frames; ms p50 ${ms(0.5)}, p95 ${ms(0.95)}, p99 ${ms(0.99)}, longest ` +
      `${Math.max(...frames).toFixed(0)}; thread ms a frame ${each('TaskDuration')}, of it script ${each('ScriptDuration')}, ` +
      `layout ${each('LayoutDuration')}; at most ${String(most)} rows; heap ${heap.toFixed(1)} MB\n`,
  );
}

const { data } = await (await fetch(`${url}/v1/transactions?limit=1`, { headers: { authorization: `Bearer ${key}` } })).json();
const browser = await chromium.launch({
  executablePath: chromiumPath(),
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
try {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
  await context.request.post(`${url}/session`, { data: { key } });
  const page = await context.newPage();
  await double(page, data[0]);
  await page.goto(`${url}/orders`);
  await page.locator('.endless-body [role=row]').first().waitFor();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  for (let part = 1; part <= PARTS; part += 1) await measure(page, devtools, Math.floor((ROWS * part) / PARTS));
} finally {
  await browser.close();
}
