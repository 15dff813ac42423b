/** One way of doing a job. Answers events per second over about `seconds`. */
export interface Contender {
  readonly name: string;
  run(seconds: number): Promise<Measured>;
}

export interface Measured {
  readonly perSecond: number;
  /** Time of each call in milliseconds, where calls are what was measured. */
  readonly callsMs?: readonly number[];
}

export interface Result {
  readonly perSecond: number;
  readonly rounds: readonly number[];
  readonly p50Ms?: number;
  readonly p99Ms?: number;
}

/**
 * Runs all contenders in turn, round by round, so that what disturbs the machine disturbs all of them; medians of the rounds.
 * Before them comes a whole round that is not counted: a server that has just been started compiles while it works.
 */
export async function sideBySide(
  contenders: readonly Contender[],
  { rounds, seconds }: { readonly rounds: number; readonly seconds: number },
): Promise<Map<string, Result>> {
  for (const contender of contenders) await contender.run(seconds);
  const measured = new Map<string, Measured[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const contender of contenders) measured.get(contender.name)?.push(await contender.run(seconds));
  }
  return new Map([...measured].map(([name, all]) => [name, resultOf(all)]));
}

function resultOf(all: readonly Measured[]): Result {
  const rounds = all.map(({ perSecond }) => Math.round(perSecond));
  const calls = all.flatMap(({ callsMs = [] }) => callsMs);
  const figures = { perSecond: quantile(rounds, 0.5), rounds };
  return calls.length === 0
    ? figures
    : { ...figures, p50Ms: rounded(quantile(calls, 0.5)), p99Ms: rounded(quantile(calls, 0.99)) };
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

export const rounded = (value: number): number => Math.round(value * 100) / 100;

/** Calls in `callers` endless lines for so many seconds. `call` answers how many events it took. */
export async function callersFor(
  callers: number,
  seconds: number,
  call: (caller: number) => Promise<number>,
): Promise<Measured> {
  const began = performance.now();
  const end = began + seconds * 1_000;
  const callsMs: number[] = [];
  let events = 0;
  const line = async (caller: number): Promise<void> => {
    for (let now = performance.now(); now < end;) {
      const taken = await call(caller);
      events += taken;
      const after = performance.now();
      callsMs.push(after - now);
      now = after;
    }
  };
  await Promise.all(Array.from({ length: callers }, (_, caller) => line(caller)));
  return { perSecond: (events * 1_000) / (performance.now() - began), callsMs };
}
