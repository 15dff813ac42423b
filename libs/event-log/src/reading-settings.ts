import { Fault } from '#kernel';
import type { Position, ReadAllOptions } from './event-log.js';

/** Where a reading of the whole log begins, and what ends it. */
export interface From {
  readonly after: Position;
  readonly options: ReadAllOptions;
  /** Aborts when the log is closed. */
  readonly closed: AbortSignal;
}

const BATCH_SIZE = 1_000;
const GREATEST_BATCH_SIZE = 100_000;

/** @throws Fault on a batch size that no log reads in */
export function readingSettings({ options, closed }: From): { size: number; signal: AbortSignal } {
  const { batchSize: size = BATCH_SIZE, signal } = options;
  if (!Number.isInteger(size) || size < 1 || size > GREATEST_BATCH_SIZE) throw new Fault(`not a batch size: ${String(size)}`);
  return { size, signal: signal ? AbortSignal.any([signal, closed]) : closed };
}

/** Undefined when the signal has aborted, whatever became of what was asked for. */
export async function unlessAborted<T>(asked: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  try {
    const answer = await asked;
    return signal.aborted ? undefined : answer;
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}
