import { join } from 'node:path';
import { keepCheckpoint, type Recompute } from './auditing.js';
import { check } from './checks.js';
import { closeBooks } from './close-books.js';
import { DemoFailure, Ledger } from './ledger.js';
import type { Office } from './office.js';
import { play } from './play.js';
import { otherChannelLines, reportLines, trialBalanceLines, waterfallLines } from './printing.js';
import { ProgressBar, type Output } from './progress-bar.js';
import { send } from './senders.js';
import { setUp } from './set-up.js';
import { bringStatements, type StatementPlace } from './statements.js';
import { messagesIn, tellStory, type Story } from './story/story.js';
import { Views } from './views.js';
import { polled, whenQuiet } from './projections.js';

export interface DemoOptions {
  readonly url: string;
  readonly adminKey: string;
  /** Orders of the Douyin shop; each of the terminals takes a twelfth as many payments. */
  readonly orders: number;
  /** The same seed tells the same story, which the ledger then knows already. */
  readonly seed: number;
  /** Proves the books at the end; the exit code says whether they hold. */
  readonly check: boolean;
  readonly statements: StatementPlace;
  /** How long a request may find no server before the demo gives up; 10 s unless said. */
  readonly patienceMs?: number;
  /** Where the log is at hand beside the server. */
  readonly recompute?: Recompute | undefined;
}

const PATIENCE_MS = 10_000;
const EXIT_FAILED = 1;

/** Plays a trading day against a ledger, through its public endpoints only. Answers the exit code. */
export async function demo(options: DemoOptions, output: Output = process.stdout): Promise<number> {
  const print = (line = ''): void => void output.write(`${line}\n`);
  try {
    return await played(options, { output, print });
  } catch (error) {
    if (!(error instanceof DemoFailure)) throw error;
    print(`\ndemo failed: ${error.message}`);
    return EXIT_FAILED;
  }
}

interface Stage {
  readonly output: Output;
  readonly print: (line?: string) => void;
}

async function played(options: DemoOptions, stage: Stage): Promise<number> {
  const { url, adminKey, orders, seed, statements, recompute, patienceMs = PATIENCE_MS } = options;
  const { output, print } = stage;
  const ledger = new Ledger({ url, adminKey, patienceMs });
  const story = tellStory(seed, orders);
  print(`A trading day of ${story.cast.merchantName} (${story.cast.merchantId}): ${String(orders)} orders on Douyin,`);
  print(
    `${String(story.payments.length)} payments at ${String(story.cast.terminals.length)} terminals, ${String(story.requests.length)} payment requests, ` +
      `${String(messagesIn(story))} messages.`,
  );
  await tell(ledger, story, stage);
  const kept = options.check
    ? await keepCheckpoint(ledger, join(statements.folder, story.cast.merchantId, 'audit'))
    : undefined;
  await bringStatements(story, { url, adminKey, patienceMs, ...statements }, { output, print });
  const views = new Views(ledger, story.cast);
  await whenAllFollowed(ledger, views);
  const { position, reconciled, office } = await closeBooks({ ledger, views, story, statements }, print);
  const trialBalance = await views.trialBalance(position);
  for (const line of ['', ...reportLines(await views.report(position)), '']) print(line);
  for (const line of [...(await otherLines(views, story, position)), '']) print(line);
  for (const line of [...trialBalanceLines(trialBalance), '']) print(line);
  const { orderToLookAt } = story;
  const waterfall = orderToLookAt === undefined ? undefined : await views.waterfall(orderToLookAt, position);
  if (waterfall) for (const line of [...waterfallLines(waterfall), '']) print(line);
  for (const line of [...whereToLook(url, story), '', ...consoleLines(url, office), '']) print(line);
  return kept ? check({ ledger, story, views, position, trialBalance, waterfall, reconciled, kept, recompute }, print) : 0;
}

async function otherLines(views: Views, { noticed: told }: Story, position: string): Promise<string[]> {
  const [vouchers, lifeMovements, miniApp, payments] = await Promise.all([
    views.vouchers(position),
    views.lifeMovements(position),
    views.miniApp(position),
    views.payments(position),
  ]);
  const ids = new Set(told.map(({ paymentId }) => paymentId));
  const noticed = payments.filter(({ paymentId }) => ids.has(paymentId));
  return otherChannelLines({ vouchers, lifeMovements, miniApp, noticed });
}

/** Where people look. Told again, nobody has been given a key. */
const consoleLines = (url: string, office: Office | undefined): string[] => [
  `Open ${url}/ and sign in with the admin key${office ? ', or as one of two people of the office:' : '.'}`,
  ...(office ? [`  who proposes   ${office.preparer.key}`, `  who approves   ${office.approver.key}`] : []),
];

/** Read with the admin key. */
const whereToLook = (url: string, { cast: { merchantId }, orderToLookAt }: Story): string[] => [
  ...(orderToLookAt === undefined ? [] : [`one order's money   ${url}/v1/orders/${orderToLookAt}/waterfall`]),
  `payment requests    ${url}/v1/payment-requests?merchant=${merchantId}`,
  `account movements   ${url}/v1/settlements?merchant=${merchantId}&kind=douyin_movement`,
  `voucher orders      ${url}/v1/vouchers?merchant=${merchantId}`,
  `mini-app payments   ${url}/v1/miniapp-payments?merchant=${merchantId}`,
  `set-up              ${url}/v1/merchants/${merchantId}`,
  `check-up            ${url}/v1/merchants/${merchantId}/checkup`,
  `what to follow up   ${url}/v1/exceptions?merchant=${merchantId}`,
  `reconciliation      ${url}/v1/match-cases?merchant=${merchantId}&status=undecided`,
  `corrections         ${url}/v1/corrections?merchant=${merchantId}`,
  `months              ${url}/v1/periods?merchant=${merchantId}`,
];

async function tell(ledger: Ledger, { cast, scenes, orders }: Story, { output, print }: Stage): Promise<void> {
  const startedAt = Date.now();
  await setUp(ledger, cast);
  for (const { title, steps } of scenes) {
    const bar = new ProgressBar(output, title, messagesIn({ scenes: [{ title, steps }] }));
    await play(
      steps,
      (step) => send(ledger, cast, step),
      (messages) => bar.advance(messages),
    );
    bar.finish();
  }
  const seconds = (Date.now() - startedAt) / 1000;
  print(
    `Told in ${seconds.toFixed(1)} s: ${String(Math.round(orders.length / seconds))} orders/s with all that belongs to them.`,
  );
  if (ledger.repeated > 0) print(`${String(ledger.repeated)} requests had to be sent again.`);
}

/** Waits for reactions, read models, and the calendar, which ends holds whose time is over. Answers the position reached. */
const whenAllFollowed = (ledger: Ledger, views: Views): Promise<string> =>
  polled('holds whose time is over still stand', async () => {
    const position = await whenQuiet(ledger);
    return (await views.payments(position)).some(({ held }) => held > 0) ? undefined : position;
  });
