import { useRef } from 'react';
import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { mustReach } from './answers';
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
