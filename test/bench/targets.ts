/** A figure, where it stands in the bench's JSON, and what it should be. */
interface Target {
  readonly measure: string;
  readonly part: string;
  readonly path: readonly string[];
  readonly atLeast?: number;
  readonly atMost?: number;
}

const ratio = (part: string, name: string, measure: string, atLeast: number): Target => ({
  measure,
  part,
  path: ['ratios', name],
  atLeast,
});

/** As many lines as a hundred times take no longer to ask. */
const flat = (name: string, measure: string): Target => ({
  measure: `${measure}, 10⁷ lines over 10⁵`,
  part: 'times',
  path: ['ratios', `${name}, largest over smallest`],
  atMost: 2,
});

/** What the ledger is held to. `largest` stands for the largest size that was grown to. */
const TARGETS: readonly Target[] = [
  ratio('append', 'log over emmett, 64 callers', 'durable appends, 64 callers, over emmett', 15),
  ratio('append', 'log with 64 callers over INSERT of 128 rows', 'durable appends, 64 callers, over multi-row insert', 0.7),
  ratio(
    'append',
    'batched log over COPY of 1,000 rows a commit',
    'appends of 1,000 events over COPY, same rows a commit',
    0.85,
  ),
  ratio('append', 'batched log over COPY', 'appends of 1,000 events over COPY of 20,000 rows', 0.6),
  ratio('http', 'signed POS transactions over a bare Fastify route', 'HTTP commands over a bare route', 0.25),
  { measure: 'HTTP commands/s', part: 'http', path: ['results', 'POS transactions, signed', 'perSecond'], atLeast: 5_000 },
  { measure: 'HTTP p99 at half load, ms', part: 'http', path: ['halfLoad', 'p99Ms'], atMost: 25 },
  { measure: 'NDJSON lines/s', part: 'http', path: ['results', 'NDJSON lines, 5000 a request', 'perSecond'], atLeast: 25_000 },
  { measure: 'append → visible in all read models, p99 ms', part: 'replay', path: ['lag', 'p99Ms'], atMost: 50 },
  { measure: 'replay into balances, events/s', part: 'replay', path: ['perSecond', 'balances'], atLeast: 80_000 },
  ratio(
    'replay',
    'all read models over reading and parsing alone',
    'replay into all read models over reading and decoding',
    0.6,
  ),
  ratio('hot', 'hot over uniform', 'hot account over uniform accounts', 1),
  ratio('hot', 'hot over row locks', 'hot account over row locks', 20),
  ratio('matching', 'matching over decoding', 'matching of 100,000 items over decoding them', 0.1),
  ratio('matching', 'matching, ten times the items', 'matching, items/s at 100,000 over 10,000', 0.7),
  { measure: 'verify, a million events, events/s', part: 'verify', path: ['perSecond', 'verified'], atLeast: 100_000 },
  flat('balance, p50', 'balance at effective × known'),
  flat('50 lines, p50', 'lines at effective × known'),
  flat('50 lines of a diff, p50', 'diff of two points'),
  flat('trial balance of 41 accounts, p50', 'trial balance at effective × known'),
  flat('the same of a merchant, p50', 'trial balance of a merchant at effective × known'),
  { measure: 'balance now, p99 ms', part: 'growth', path: ['largest', 'balance now, p99 ms'], atMost: 5 },
  {
    measure: 'balance as of a position, p99 ms',
    part: 'growth',
    path: ['largest', 'balance as of a position, p99 ms'],
    atMost: 5,
  },
  { measure: 'server resident, MB', part: 'growth', path: ['largest', 'server resident MB'], atMost: 300 },
  { measure: 'projector resident, MB', part: 'growth', path: ['largest', 'projector resident MB'], atMost: 400 },
  { measure: 'disk over payload', part: 'growth', path: ['largest', 'disk over payload'], atMost: 2.5 },
  { measure: 'server ready after, s', part: 'growth', path: ['largest', 'server ready after s'], atMost: 3 },
];

/** A line for each target whose part was measured: the figure, what it should be, and whether it is missed. */
export function tableOf(figures: Readonly<Record<string, unknown>>): string {
  const rows = TARGETS.flatMap((target) => {
    const value = figureAt(figures, target);
    if (value === undefined) return [];
    const { atLeast, atMost } = target;
    const isMissed = (atLeast !== undefined && value < atLeast) || (atMost !== undefined && value > atMost);
    const wanted = atLeast === undefined ? `≤ ${String(atMost)}` : `≥ ${String(atLeast)}`;
    return [[target.measure, String(value), wanted, isMissed ? 'MISSED' : 'met']];
  });
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0), 0));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
}

function figureAt(figures: Readonly<Record<string, unknown>>, { part, path }: Target): number | undefined {
  let at = figures[part];
  for (const step of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = step === 'largest' ? Object.values(at).at(-1) : (at as Record<string, unknown>)[step];
  }
  return typeof at === 'number' ? at : undefined;
}
