/** A journal as a strict reader takes it: every line must be one that it knows. Amounts are minor units. */
export interface ReadJournal {
  readonly comments: readonly string[];
  readonly declared: ReadonlySet<string>;
  readonly transactions: readonly ReadTransaction[];
  /** Sum of the postings of each account. */
  readonly balances: ReadonlyMap<string, number>;
  /** What each account was asserted to stand at. */
  readonly asserted: ReadonlyMap<string, number>;
}

interface ReadTransaction {
  readonly day: string;
  readonly description: string;
  readonly tags: ReadonlyMap<string, string>;
  readonly postings: { readonly account: string; readonly amount: number }[];
}

const AMOUNT = String.raw`(-?\d+\.\d\d) CNY`;
const fen = (yuan = ''): number => Number(yuan.replace('.', ''));

class Reading {
  readonly comments: string[] = [];
  readonly declared = new Set<string>();
  readonly transactions: (ReadTransaction & { readonly tags: Map<string, string> })[] = [];
  readonly balances = new Map<string, number>();
  readonly asserted = new Map<string, number>();

  begin(day: string, description: string, tags: [string, string][] = []): void {
    this.transactions.push({ day, description, tags: new Map(tags), postings: [] });
  }

  post(account: string, amount: number): void {
    if (!this.declared.has(account)) throw new Error(`${account} is not declared`);
    const transaction = this.transactions.at(-1);
    if (!transaction) throw new Error('a posting outside of a transaction');
    transaction.postings.push({ account, amount });
    this.balances.set(account, (this.balances.get(account) ?? 0) + amount);
  }

  end(): ReadJournal {
    for (const { description, postings } of this.transactions) {
      const total = postings.reduce((sum, { amount }) => sum + amount, 0);
      if (postings.length < 2 || total !== 0) throw new Error(`${description} is off by ${String(total)}`);
    }
    return this;
  }
}

type Rule = readonly [RegExp, (reading: Reading, match: readonly string[]) => void];

function read(text: string, rules: readonly Rule[]): ReadJournal {
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  const reading = new Reading();
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const found = rules.map(([pattern, take]) => ({ match: pattern.exec(line), take })).find(({ match }) => match !== null);
    if (!found?.match) throw new Error(`not a line of a journal: ${line}`);
    found.take(reading, found.match);
  }
  return reading.end();
}

const tagsOf = (text: string): [string, string][] =>
  text.split(', ').map((tag): [string, string] => {
    const at = tag.indexOf(':');
    return [tag.slice(0, at), tag.slice(at + 1)];
  });

const HLEDGER: readonly Rule[] = [
  [/^; (.*)$/, (reading, [, text = '']) => reading.comments.push(text)],
  [/^commodity 1000\.00 CNY$/, () => undefined],
  [/^account (\S+)$/, (reading, [, account = '']) => reading.declared.add(account)],
  [
    /^(\d{4}-\d\d-\d\d) \* ([^;]+?)(?: {2}; (.*))?$/,
    (reading, [, day = '', description = '', tags]) => reading.begin(day, description, tags === undefined ? [] : tagsOf(tags)),
  ],
  [
    new RegExp(`^ {4}(\\S+) {2}0\\.00 CNY = ${AMOUNT}$`),
    (reading, [, account = '', balance]) => {
      reading.post(account, 0);
      if (reading.balances.get(account) !== fen(balance)) throw new Error(`${account} does not stand at ${String(balance)}`);
      reading.asserted.set(account, fen(balance));
    },
  ],
  [new RegExp(`^ {4}(\\S+) {2}${AMOUNT}$`), (reading, [, account = '', amount]) => reading.post(account, fen(amount))],
];

export const readHledger = (text: string): ReadJournal => read(text, HLEDGER);

const ROOT = '(?:Assets|Liabilities|Equity|Income|Expenses)';
const ACCOUNT = String.raw`(${ROOT}(?::[\p{Lu}\p{Nd}][\p{L}\p{Nd}-]*)+)`;

const BEANCOUNT: readonly Rule[] = [
  [/^; (.*)$/, (reading, [, text = '']) => reading.comments.push(text)],
  [/^option "operating_currency" "CNY"$/, () => undefined],
  [new RegExp(`^1970-01-01 open ${ACCOUNT} CNY$`, 'u'), (reading, [, account = '']) => reading.declared.add(account)],
  [
    /^(\d{4}-\d\d-\d\d) \* "([^"]+)"(?: "([^"]+)")?$/,
    (reading, [, day = '', payee = '', narration]) =>
      reading.begin(day, narration === undefined ? payee : `${payee} | ${narration}`),
  ],
  [
    /^ {2}([a-z][a-z-]*): (?:"([^"]*)"|(\d{4}-\d\d-\d\d))$/,
    (reading, [, key = '', text, day = '']) => reading.transactions.at(-1)?.tags.set(key, text ?? day),
  ],
  [new RegExp(`^ {2}${ACCOUNT} {2}${AMOUNT}$`, 'u'), (reading, [, account = '', amount]) => reading.post(account, fen(amount))],
  [
    new RegExp(`^\\d{4}-\\d\\d-\\d\\d balance ${ACCOUNT} {2}${AMOUNT}$`, 'u'),
    (reading, [, account = '', balance]) => {
      const below = [...reading.balances].filter(([name]) => name === account || name.startsWith(`${account}:`));
      const sum = below.reduce((total, [, amount]) => total + amount, 0);
      if (sum !== fen(balance)) throw new Error(`${account} does not stand at ${String(balance)}`);
      reading.asserted.set(account, fen(balance));
    },
  ],
];

export const readBeancount = (text: string): ReadJournal => read(text, BEANCOUNT);

/** All that a renderer gives. */
export async function allOf<T>(parts: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const part of parts) all.push(part);
  return all;
}
