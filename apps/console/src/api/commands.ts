import { useRef } from 'react';
import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { TRIES, isPassing, mustReach, waitMs } from './answers';
import { post, type CommandAnswerOf, type GetPath, type PostPath, type QueryOf, type Sent } from './client';
import { ApiProblem } from './problem';

/** Addresses that can wait for a position. */
export type FreshPath = { [P in GetPath]: QueryOf<P> extends { minPosition?: string } ? P : never }[GetPath];

export type Command<P extends PostPath> = Omit<Sent<P>, 'idempotencyKey'>;

/**
 * A command to the ledger. It is done when the read models that show it have it: nothing is shown before. `shows` are the
 * addresses that are asked again. A try that may have been lost on the way is sent again under the same key; what was answered
 * is over, and the next use of the command has another.
 */
export function useCommand<P extends PostPath>(
  path: P,
  { shows }: { readonly shows: readonly FreshPath[] },
): UseMutationResult<CommandAnswerOf<P>, Error, Command<P>> {
  const queries = useQueryClient();
  const attempt = useRef<{ readonly content: string; readonly key: string } | undefined>(undefined);
  return useMutation({
    mutationFn: async (command: Command<P>) => {
      const content = JSON.stringify(command);
      if (attempt.current?.content !== content) attempt.current = { content, key: crypto.randomUUID() };
      const answer = await answered(path, { ...command, idempotencyKey: attempt.current.key }, () => {
        attempt.current = undefined;
      });
      const { position } = answer as { readonly position?: string };
      if (position !== undefined) mustReach(shows, position);
      await Promise.all(shows.map((shown) => queries.invalidateQueries({ queryKey: [shown] })));
      return answer;
    },
  });
}

/** Tells of each by its place: with what went wrong, where something did. */
export type Heard = (at: number, error?: unknown) => void;
export type SendAll<P extends PostPath> = (commands: readonly Command<P>[], heard: Heard, signal: AbortSignal) => Promise<void>;

/** So many on their way at a time: the ledger has others to answer. */
const AT_ONCE = 4;

/**
 * The same command for many things, a few at a time: each under a key of its own, so that one that is refused does not keep the
 * others. What may have been lost on the way is sent again under its key, also by the next call. Done when the read models that
 * show them have the last; what is not begun when `signal` aborts is not sent.
 */
export function useCommands<P extends PostPath>(path: P, { shows }: { readonly shows: readonly FreshPath[] }): SendAll<P> {
  const queries = useQueryClient();
  const keys = useRef(new Map<string, string>());
  const send = async (command: Command<P>): Promise<string> => {
    const content = JSON.stringify(command);
    const key = keys.current.get(content) ?? crypto.randomUUID();
    keys.current.set(content, key);
    const sent = { ...command, idempotencyKey: key };
    const answer = await persistently(() => answered(path, sent, () => keys.current.delete(content)));
    return (answer as { readonly position?: string }).position ?? '';
  };
  return async (commands, heard, signal) => {
    const waiting = [...commands.entries()];
    let newest = '';
    const work = async (): Promise<void> => {
      while (waiting.length > 0 && !signal.aborted) {
        const [at, command] = waiting.shift() as [number, Command<P>];
        const error = await send(command).then(
          (position) => {
            if (position > newest) newest = position;
          },
          (refusal: unknown) => refusal,
        );
        heard(at, error);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    if (newest !== '') mustReach(shows, newest);
    await Promise.all(shows.map((shown) => queries.invalidateQueries({ queryKey: [shown] })));
  };
}

async function persistently<T>(act: () => Promise<T>): Promise<T> {
  for (let failed = 0; ; failed += 1) {
    try {
      return await act();
    } catch (error) {
      if (failed >= TRIES || !isPassing(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, waitMs(failed, error)));
    }
  }
}

async function answered<P extends PostPath>(path: P, sent: Sent<P>, over: () => void): Promise<CommandAnswerOf<P>> {
  try {
    const answer = await post(path, sent);
    over();
    return answer;
  } catch (error) {
    if (error instanceof ApiProblem && error.status > 0 && error.status < 500) over();
    throw error;
  }
}
