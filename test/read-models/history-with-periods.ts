import { CommandHandling, MemoryEventLog, type RecordedEvent } from '#event-log';
import { periodFeature } from '#periods';
import { REOPENING_DIGEST, periodCommands } from '#periods/testing';
import { CODEC, randomHistory } from './random-history.js';

const { close, reopen, approve } = periodCommands;

/** What happens to months behind so many tenths of a history. */
const STEPS: readonly (readonly [number, 'close' | 'reopen', string])[] = [
  [3, 'close', '2026-09'],
  [4, 'reopen', '2026-09'],
  [5, 'close', '2026-09'],
  [7, 'close', '2026-10'],
];

/** A random history, recorded anew with months that are closed and reopened meanwhile. */
export async function historyWithPeriods(seed: number): Promise<MemoryEventLog> {
  const history = await randomHistory(seed, { things: 200 });
  const recorded: RecordedEvent[] = [];
  for await (const { events } of history.log.readAll('')) recorded.push(...events);
  let now = '';
  const log = new MemoryEventLog(() => Date.parse(now));
  const handling = new CommandHandling(log, CODEC);
  for (const [index, event] of recorded.entries()) {
    now = event.recordedAt;
    for (const [tenths, what, month] of STEPS)
      if (index === Math.floor((recorded.length * tenths) / 10)) await step(handling, what, month);
    await log.append(event.stream, event.revision === 0 ? 'no_stream' : event.revision - 1, [event]);
  }
  return log;
}

async function step(handling: CommandHandling, what: 'close' | 'reopen', month: string): Promise<void> {
  const commands =
    what === 'close' ? [close(month), approve(month)] : [reopen(month), approve(month, { digest: REOPENING_DIGEST })];
  for (const command of commands) {
    const commandId = `${command.type}-${month}-${String(Math.random())}`;
    const outcome = await handling.handle(periodFeature, command, { commandId, correlationId: commandId, actor: 'test' });
    if (!outcome.ok) throw new Error(outcome.rejection.code);
  }
}
