import {
  createContext,
  lazy,
  Suspense,
  useContext,
  useDeferredValue,
  useEffect,
  type ReactElement,
  type ReactNode,
} from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { get, setCsrf, signOut, type AnswerOf } from '../api/client';
import { ApiProblem } from '../api/problem';
import { Failed } from '../parts/states';
import type { Need } from './page';
import { Splash } from './splash';

const SignIn = lazy(async () => ({ default: (await import('./sign-in')).SignIn }));

export type Session = AnswerOf<'/session'>;

const SessionContext = createContext<Session | undefined>(undefined);
const SESSION_KEY = ['/session'];
const SIGNED_OUT = [401];

const isSignedOut = (error: unknown): boolean => error instanceof ApiProblem && SIGNED_OUT.includes(error.status);

/** Shows the console to who is signed in, and the door to anybody else, at whatever address they came. */
export function SessionGate({ children }: { readonly children: ReactNode }): ReactElement {
  const queries = useQueryClient();
  const session = useQuery({
    queryKey: SESSION_KEY,
    queryFn: ({ signal }) => get('/session', {}, signal),
    staleTime: Infinity,
  });
  setCsrf(session.data?.csrf ?? undefined);
  useEffect(
    () =>
      // A session that is over is noticed by whatever asks first.
      queries.getQueryCache().subscribe(({ query }) => {
        const isOver = isSignedOut(query.state.error) && (query.queryKey as readonly unknown[])[0] !== SESSION_KEY[0];
        if (isOver && query.state.status === 'error') queries.setQueryData(SESSION_KEY, undefined);
        if (isOver) void queries.invalidateQueries({ queryKey: SESSION_KEY });
      }),
    [queries],
  );
  // Deferred, so that a phone stays free to answer while it builds the whole frame.
  const known = useDeferredValue(session.data);
  if (isSignedOut(session.error)) {
    return (
      <Suspense fallback={<Splash />}>
        <SignIn onSignedIn={() => void session.refetch()} />
      </Suspense>
    );
  }
  if (known === undefined) {
    return session.error ? <Failed error={session.error} retry={() => void session.refetch()} /> : <Splash />;
  }
  return <SessionContext value={known}>{children}</SessionContext>;
}

/** Who is signed in. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('used outside of a session');
  return session;
}

/** Whether the role may do something: what it may not is not shown. The server refuses it all the same. */
export function useMay(): (need: Need) => boolean {
  const { may } = useSession();
  return (need) => may.includes(need);
}

/** Ends the session, at its provider too where that can be, and forgets all that was answered in it. */
export function useSignOut(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    const { next } = await signOut();
    queries.clear();
    location.assign(next ?? '/');
  };
}
