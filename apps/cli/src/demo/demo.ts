import { check } from './checks.js';
import { Ledger } from './ledger.js';
import { play } from './play.js';
import { reportLines, trialBalanceLines } from './printing.js';
import { ProgressBar, type Output } from './progress-bar.js';
import { send } from './senders.js';
import { setUp } from './set-up.js';
import { messagesIn, tellStory, type Story } from './story/story.js';
import { Views } from './views.js';
import { whenQuiet } from './projections.js';

export interface DemoOptions {
  readonly url: string;
  readonly adminKey: string;
  /** Orders of the Douyin shop; the six terminals take half as many payments again. */
  readonly orders: number;
  /** The same seed tells the same story, which the ledger then knows already. */
  readonly seed: number;
  /** Proves the books at the end; the exit code says whether they hold. */
  readonly check: boolean;
  /** How long a request may find no server before the demo gives up; 10 s unless said. */
  readonly patienceMs?: number;
}

const PATIENCE_MS = 10_000;

/** Plays a trading day against a ledger, through its public endpoints only. Answers the exit code. */
export async function demo(options: DemoOptions, output: Output = process.stdout): Promise<number> {
  const { url, adminKey, orders, seed, patienceMs = PATIENCE_MS } = options;
  const print = (line = ''): void => void output.write(`${line}\n`);
  const ledger = new Ledger({ url, adminKey, patienceMs });
  const story = tellStory(seed, orders);
  print(`A trading day of ${story.cast.merchantName} (${story.cast.merchantId}): ${String(orders)} orders on Douyin,`);
  print(`${String(story.payments.length)} payments at six terminals, ${String(messagesIn(story))} messages.`);
  const startedAt = Date.now();
  await setUp(ledger, story.cast);
  const parked = await playScenes(ledger, story, output);
  const seconds = (Date.now() - startedAt) / 1000;
  print(
    `Told in ${seconds.toFixed(1)} s, ${String(Math.round(orders / seconds))} orders/s. ${String(parked)} rows or lines parked.`,
  );
  if (ledger.repeated > 0) print(`${String(ledger.repeated)} requests had to be sent again.`);
  const views = new Views(ledger, story.cast);
  const position = await whenQuiet(ledger);
  const trialBalance = await views.trialBalance(position);
  for (const line of ['', ...reportLines(await views.report(position)), '']) print(line);
  for (const line of [...trialBalanceLines(trialBalance), '']) print(line);
  return options.check ? check({ ledger, story, views, position, trialBalance }, print) : 0;
}

async function playScenes(ledger: Ledger, story: Story, output: Output): Promise<number> {
  let parked = 0;
  for (const { title, steps } of story.scenes) {
    const bar = new ProgressBar(output, title, messagesIn({ scenes: [{ title, steps }] }));
    await play(
      steps,
      (step) => send(ledger, story.cast, step),
      (received) => {
        parked += received.parked;
        bar.advance(received.messages);
      },
    );
    bar.finish();
  }
  return parked;
}
