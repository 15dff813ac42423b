import { useEffect, useMemo, useRef } from 'react';
import {
  QueryClient,
  keepPreviousData,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
  type InfiniteData,
  type UseQueryResult,
} from '@tanstack/react-query';
import { get, type AnswerOf, type Asked, type GetPath, type QueryOf, type RowOf } from './client';
import { ApiProblem } from './problem';

const FRESH_MS = 10_000;
export const TRIES = 3;
const WAIT_MS = 800;

/** Only what may succeed without anybody doing anything is tried again. */
export const isPassing = (error: unknown): boolean =>
  error instanceof ApiProblem && (error.status >= 500 || error.status === 0 || error.status === 429);

/** How long before the next try, after so many that failed. */
export const waitMs = (failed: number, error: unknown): number =>
  (error instanceof ApiProblem ? error.retryAfterMs : undefined) ?? WAIT_MS * 2 ** failed;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      retry: (failed, error) => failed < TRIES && isPassing(error),
      retryDelay: waitMs,
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

/** So many pages are asked again where a list is looked at again, and kept where it is left. */
const PAGES_KEPT = 5;

type Loaded = InfiniteData<unknown, string>;

export function usePages<P extends GetPath>(
  path: P,
  asked: Asked<P> = {},
  { enabled = true, keepsPrevious = false }: PagesOptions = {},
): Pages<RowOf<P>> {
  const queryKey = [path, asked, 'pages'];
  const list = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => get(path, fresh(path, withCursor(asked, pageParam)), signal),
    initialPageParam: '',
    getNextPageParam: (page) => (page as { readonly next?: string }).next,
    enabled,
    refetchOnWindowFocus: ({ state }) => ((state.data as Loaded | undefined)?.pages.length ?? 0) <= PAGES_KEPT,
    ...(keepsPrevious && { placeholderData: keepPreviousData }),
  });
  useShortWhenLeft(queryKey);
  const pages = list.data?.pages as unknown as readonly Page<RowOf<P>>[] | undefined;
  return {
    rows: useRows(pages ?? NO_PAGES),
    isLoading: list.isPending && enabled,
    isLoadingMore: list.isFetchingNextPage,
    hasMore: list.hasNextPage,
    error: list.error,
    loadMore: () => void list.fetchNextPage(),
    reload: () => void list.refetch(),
  };
}

interface Page<Row> {
  readonly data: readonly Row[];
}

const NO_PAGES: readonly Page<never>[] = [];

/** The rows of all pages. Where pages only followed, theirs are put behind those that were there: none is gone through again. */
function useRows<Row>(pages: readonly Page<Row>[]): readonly Row[] {
  const before = useRef<{ readonly pages: readonly Page<Row>[]; readonly rows: readonly Row[] }>({ pages: NO_PAGES, rows: [] });
  return useMemo(() => {
    const known = before.current;
    const isMore = known.pages.every((page, at) => page === pages[at]);
    const added = isMore ? pages.slice(known.pages.length) : pages;
    const rows = (isMore ? known.rows : []).concat(...added.map(({ data }) => data));
    before.current = { pages, rows };
    return rows;
  }, [pages]);
}

/** A list begins at its first row when somebody comes back to it: what was loaded far behind that need be neither kept nor asked again. */
function useShortWhenLeft(queryKey: readonly unknown[]): void {
  const queries = useQueryClient();
  const name = JSON.stringify(queryKey);
  useEffect(
    () => () => {
      queries.setQueryData<Loaded>(queryKey, (loaded) =>
        loaded && loaded.pages.length > PAGES_KEPT
          ? { pages: loaded.pages.slice(0, PAGES_KEPT), pageParams: loaded.pageParams.slice(0, PAGES_KEPT) }
          : loaded,
      );
    },
    [name],
  );
}

const withCursor = <P extends GetPath>(asked: Asked<P>, cursor: string): Asked<P> =>
  cursor === '' ? asked : { ...asked, query: { ...(asked.query as object | undefined), cursor } as QueryOf<P> };
