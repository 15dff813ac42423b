import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { Pages } from '../../api/answers';
import { get, type AnswerOf } from '../../api/client';
import type { Point } from './times';

const PATH = '/v1/balances/{account}/diff';
type Diff = AnswerOf<typeof PATH>['data'];
export type DiffLine = Diff['lines'][number];

export interface Difference {
  /** Undefined while it is being asked for. */
  readonly total: Pick<Diff, 'from' | 'to' | 'difference'> | undefined;
  readonly pages: Pages<DiffLine>;
}

/** What an account differs by between two points of time, and the lines that make it, page by page. */
export function useDiff(account: string, first: Point, second: Point): Difference {
  const query = {
    ...first,
    ...(second.effective !== undefined && { toEffective: second.effective }),
    ...(second.known !== undefined && { toKnown: second.known }),
    limit: 100,
  };
  const list = useInfiniteQuery({
    queryKey: [PATH, account, query],
    queryFn: ({ pageParam, signal }) =>
      get(PATH, { path: { account }, query: { ...query, ...(pageParam !== '' && { cursor: pageParam }) } }, signal),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });
  const answers = list.data?.pages ?? [];
  const pages: Pages<DiffLine> = {
    rows: answers.flatMap(({ data }) => data.lines),
    isLoading: list.isPending,
    isLoadingMore: list.isFetchingNextPage,
    hasMore: list.hasNextPage,
    error: list.error,
    loadMore: () => void list.fetchNextPage(),
    reload: () => void list.refetch(),
  };
  return { total: answers[0]?.data, pages };
}
