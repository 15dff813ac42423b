import { useCallback } from 'react';
import { useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useAnswer } from '../../api/answers';
import type { AnswerOf, GetPath } from '../../api/client';
import { useCommand, type FreshPath } from '../../api/commands';
import { useMay, useSession } from '../../app/session';
import { useSetUrl, useUrlState } from '../../parts/url-state';
import type { Checkup, SetUp } from './answers';
import type { Values } from './forms/field';
import type { SetUpForm } from './forms/form';
import type { FormWord } from './words/forms.words';

/** What every part of the page is about. */
export interface Scope {
  readonly merchant: string;
  readonly setUp: SetUp;
  /** Undefined while it is made, and where it could not be. */
  readonly checkup: Checkup | undefined;
}

const SHOWS: readonly FreshPath[] = ['/v1/merchants', '/v1/merchants/{id}/setup', '/v1/merchants/{id}/checkup'];
/** Answered from the log itself, which has the event once the command is answered. */
const OF_LOG: readonly GetPath[] = [
  '/v1/pos-models',
  '/v1/holiday-calendars/cn',
  '/v1/merchants/{id}/terms',
  '/v1/merchants/{id}/fee-schedules/{channel}',
  '/v1/merchants/{id}/settlement-destinations/{channel}/{merchantNo}',
  '/v1/merchants/{id}/settlement-destinations/{channel}/{merchantNo}/expected',
  '/v1/merchants/{id}/douyin-shops/{shopId}/pull',
];

/** Gives a command, and is done when the page can show it. @throws ApiProblem where it was refused */
export function useSend(path: SetUpForm['path']): (parts: Values, body: Values) => Promise<void> {
  const command = useCommand(path, { shows: SHOWS });
  const queries = useQueryClient();
  return async (parts, body) => {
    await command.mutateAsync({ path: parts, body } as never);
    // The session names merchants and stores to the pickers of other pages.
    const rest = [...OF_LOG, '/session'];
    await Promise.all(rest.map((shown) => queries.invalidateQueries({ queryKey: [shown] })));
  };
}

export interface Merchants {
  readonly list: UseQueryResult<AnswerOf<'/v1/merchants'>>;
  readonly chosen: AnswerOf<'/v1/merchants'>['data'][number] | undefined;
}

/** All merchants, and the one that the address names; else a real one before one of the demo. */
export function useMerchants(): Merchants {
  const list = useAnswer('/v1/merchants');
  const { merchants: known } = useSession();
  const all = list.data?.data ?? [];
  const isDemo = (id: string): boolean => known.some((one) => one.id === id && one.isDemo);
  const first = all.find(({ id }) => !isDemo(id)) ?? all[0];
  const [id] = useUrlState('merchant', first?.id ?? '', (text) => all.some((one) => one.id === text));
  return { list, chosen: all.find((one) => one.id === id) };
}

/** Opens the form of a command; with what it is about. It stands in the address. */
export function useOpenForm(): (form: FormWord, opened?: Values) => void {
  const setUrl = useSetUrl();
  return useCallback(
    (form, opened = {}) => setUrl({ form, with: Object.keys(opened).length === 0 ? '' : JSON.stringify(opened) }),
    [setUrl],
  );
}

/** Who may not give commands is shown none. */
export const useMayChange = (): boolean => useMay()('administer');
