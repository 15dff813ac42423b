import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { UsageError, type CliCommand } from '../command.js';
import { findRunning } from '../running-ledger.js';
import { TerminalClient, type Waiting } from '../virtual-terminal/terminal-client.js';
import { VirtualTerminal, type Verdict } from '../virtual-terminal/virtual-terminal.js';

const VERDICTS: Readonly<Record<string, Verdict>> = { approve: 'approve', decline: 'decline', unknown: 'unknown' };
const TRY_AGAIN_AFTER_MS = 2_000;

export const terminal: CliCommand = {
  name: 'terminal',
  says:
    'a terminal that collects payment requests: --merchant-no N --terminal-no N, --key-file FILE; ' +
    '--answer ask|approve|decline|unknown, --method card, --operator N, --once, --url URL',
  async run({ config, args, print, asked }) {
    const options = parse(args);
    const url = options.url ?? (await findRunning(config));
    if (url === undefined) throw new UsageError('No ledger is running here. Start one, or name one with --url.');
    const { merchantNo, terminalNo, method } = options;
    const client = new TerminalClient(url, { merchantNo, terminalNo, key: await keyIn(options.keyFile) });
    const stop = new AbortController();
    void asked.then(() => stop.abort());
    const served = new VirtualTerminal(client, {
      print,
      method,
      ...(options.operator !== undefined && { operatorNo: options.operator }),
      judge: judgeBy(options.answer),
      ...numbersOf(new Date()),
      now: () => new Date(),
    });
    print(`Terminal ${merchantNo}/${terminalNo} waits for payment requests at ${url}.`);
    return serveUntil(served, { once: options.once, signal: stop.signal, print });
  },
};

interface Until {
  readonly once: boolean;
  readonly signal: AbortSignal;
  readonly print: (line: string) => void;
}

/** Goes on when the ledger is away for a while; ends when asked, or after the first request that was served. */
async function serveUntil(terminal: VirtualTerminal, { once, signal, print }: Until): Promise<number> {
  const isOver = (): boolean => signal.aborted;
  while (!isOver()) {
    try {
      const count = await terminal.serve(signal);
      if (once && count > 0) return 0;
    } catch (error) {
      if (isOver()) break;
      if (!(error instanceof TypeError)) throw error;
      print('The ledger does not answer; trying again.');
      await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_AFTER_MS));
    }
  }
  return 0;
}

interface Options {
  readonly merchantNo: string;
  readonly terminalNo: string;
  readonly keyFile: string;
  readonly answer: string;
  readonly method: string;
  readonly operator: string | undefined;
  readonly once: boolean;
  readonly url: string | undefined;
}

function parse(args: readonly string[]): Options {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        'merchant-no': text,
        'terminal-no': text,
        'key-file': text,
        answer: { type: 'string', default: 'ask' },
        method: { type: 'string', default: 'card' },
        operator: text,
        once: { type: 'boolean', default: false },
        url: text,
      },
    });
    const { 'merchant-no': merchantNo, 'terminal-no': terminalNo, 'key-file': keyFile, ...others } = values;
    if (merchantNo === undefined || terminalNo === undefined || keyFile === undefined)
      throw new UsageError('terminal takes --merchant-no, --terminal-no and --key-file');
    if (others.answer !== 'ask' && !(others.answer in VERDICTS))
      throw new UsageError('--answer takes ask, approve, decline or unknown');
    return { merchantNo, terminalNo, keyFile, ...others, operator: others.operator, url: others.url };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** From a file, never a word of the command line: others can read those. */
async function keyIn(file: string): Promise<string> {
  const key = (await readFile(file, 'utf8').catch(() => '')).trim();
  if (key === '') throw new UsageError(`${file} holds no key`);
  return key;
}

const judgeBy =
  (answer: string): ((waiting: Waiting) => Promise<Verdict>) =>
  async () =>
    VERDICTS[answer] ?? ask();

async function ask(): Promise<Verdict> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const said = (await lines.question('  [a]pprove, [d]ecline, [u]nknown, or leave it: ')).trim().toLowerCase();
    return Object.values(VERDICTS).find((verdict) => said !== '' && verdict.startsWith(said)) ?? 'leave';
  } finally {
    lines.close();
  }
}

/** A batch per day and a trace from the clock, so that a terminal started again does not repeat its numbers. */
function numbersOf(now: Date): { batchNo: string; firstTrace: number } {
  const [date = '', time = ''] = new Date(now.getTime() + 8 * 3_600_000).toISOString().split('T');
  const [hours = '0', minutes = '0', seconds = '0'] = time.split(/[:.]/);
  return {
    batchNo: date.slice(2).replaceAll('-', ''),
    firstTrace: (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds) + 1,
  };
}
