import { QueryClient, keepPreviousData, useInfiniteQuery, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { get, type AnswerOf, type Asked, type GetPath, type QueryOf, type RowOf } from './client';
import { ApiProblem } from './problem';

const FRESH_MS = 10_000;
const TRIES = 3;
const WAIT_MS = 800;

/** Only what may succeed without anybody doing anything is tried again. */
const isPassing = (error: unknown): boolean =>
  error instanceof ApiProblem && (error.status >= 500 || error.status === 0 || error.status === 429);

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      retry: (failed, error) => failed < TRIES && isPassing(error),
      retryDelay: (failed, error) => (error instanceof ApiProblem ? error.retryAfterMs : undefined) ?? WAIT_MS * 2 ** failed,
      networkMode: 'always',
    },
    mutations: { networkMode: 'always', retry: false },
  },
});

/** Positions that read models must have reached: those of own commands, by the address that shows their effect. */
const reached = new Map<string, string>();

/** From now on answers at these addresses are at least as new as the position. All positions of a log are of one length. */
export function mustReach(paths: readonly string[], position: string): void {
  for (const path of paths) if ((reached.get(path) ?? '') < position) reached.set(path, position);
}

function fresh<P extends GetPath>(path: P, asked: Asked<P>): Asked<P> {
  const minPosition = reached.get(path);
  return minPosition === undefined
    ? asked
    : { ...asked, query: { ...(asked.query as object | undefined), minPosition } as QueryOf<P> };
}

export interface AnswerOptions {
  readonly enabled?: boolean;
  /** Asks again and again, for what moves by itself. */
  readonly everyMs?: number;
}

export interface PagesOptions extends Pick<AnswerOptions, 'enabled'> {
  /** While other filters load, what was there stays. */
  readonly keepsPrevious?: boolean;
}

/** What the ledger answers at an address. While other filters load, what was there stays. */
export const useAnswer = <P extends GetPath>(
  path: P,
  asked: Asked<P> = {},
  { enabled = true, everyMs }: AnswerOptions = {},
): UseQueryResult<AnswerOf<P>> =>
  useQuery({
    queryKey: [path, asked],
    queryFn: ({ signal }) => get(path, fresh(path, asked), signal),
    enabled,
    placeholderData: keepPreviousData,
    ...(everyMs !== undefined && { refetchInterval: everyMs }),
  });

/** A list that is loaded page by page. */
export interface Pages<Row> {
  readonly rows: readonly Row[];
  readonly isLoading: boolean;
  readonly isLoadingMore: boolean;
  readonly hasMore: boolean;
  readonly error: Error | null;
  readonly loadMore: () => void;
  readonly reload: () => void;
}

export function usePages<P extends GetPath>(
  path: P,
  asked: Asked<P> = {},
  { enabled = true, keepsPrevious = false }: PagesOptions = {},
): Pages<RowOf<P>> {
  const list = useInfiniteQuery({
    queryKey: [path, asked, 'pages'],
    queryFn: ({ pageParam, signal }) => get(path, fresh(path, withCursor(asked, pageParam)), signal),
    initialPageParam: '',
    getNextPageParam: (page) => (page as { readonly next?: string }).next,
    enabled,
    ...(keepsPrevious && { placeholderData: keepPreviousData }),
  });
  const pages = (list.data?.pages ?? []) as unknown as readonly { readonly data: readonly RowOf<P>[] }[];
  return {
    rows: pages.flatMap(({ data }) => data),
    isLoading: list.isPending && enabled,
    isLoadingMore: list.isFetchingNextPage,
    hasMore: list.hasNextPage,
    error: list.error,
    loadMore: () => void list.fetchNextPage(),
    reload: () => void list.refetch(),
  };
}

const withCursor = <P extends GetPath>(asked: Asked<P>, cursor: string): Asked<P> =>
  cursor === '' ? asked : { ...asked, query: { ...(asked.query as object | undefined), cursor } as QueryOf<P> };
