import { ApiProblem } from '../../api/problem';
import { filled, useWords } from '../../i18n/language';
import { useProblem } from '../../parts/states';
import type { TerminalRef } from './signing';
import { Refusal } from './tab';
import { TERMINAL } from './words';

const MINUTE_MS = 60_000;

/** Why a terminal is not let in, in words that say what to do: most of all the key, and the clock. */
export function useRefusal({ terminalNo }: TerminalRef): (error: unknown, clockOffMs?: number) => string {
  const t = useWords(TERMINAL);
  const problem = useProblem();
  const says = (error: unknown, clockOffMs = 0): string => {
    if (error instanceof Refusal) return says(error.cause, error.clockOffMs);
    const code = error instanceof ApiProblem ? error.code : undefined;
    if (code === 'SIGNATURE_INVALID') return filled(t.wrongKey, { terminal: terminalNo });
    if (code !== 'TIMESTAMP_OUTSIDE_WINDOW') return problem(error);
    const minutes = Math.round(Math.abs(clockOffMs) / MINUTE_MS);
    return filled(clockOffMs > 0 ? t.clockSlow : t.clockFast, { minutes });
  };
  return says;
}
