import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, lazy, Suspense, useCallback, useContext, useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { ApiError, whenSessionEnds } from '../api/client';
import { me } from '../api/queries';
import type { Me } from '../api/types';
import { showTimesIn } from '../figures/format';
import { Live } from '../live/Live';
import { Brand } from '../shell/Brand';
import { ProblemNote } from '../shell/ProblemNote';
import { texts } from '../texts';

// Forms are read by those who need them; the one for a session that ends is there before it does, so that nothing has to come
// by a network that may be gone, or from a build that was replaced.
const again = () => import('./SignInAgain');
const SignInAgain = lazy(again);
const SignIn = lazy(() => import('./SignIn'));
const UNTIL_QUIET_MS = 4_000;

function useReadSoon(needed: boolean) {
  useEffect(() => {
    if (!needed) return undefined;
    // What fails now is asked for again when it is needed.
    const timer = setTimeout(() => void again().catch(() => undefined), UNTIL_QUIET_MS);
    return () => clearTimeout(timer);
  }, [needed]);
}

const MeContext = createContext<Me | null>(null);

export function useMe(): Me {
  const person = useContext(MeContext);
  if (!person) throw new Error('useMe is for what lies within <SessionGate>');
  return person;
}

/** Viewers may look; everyone else may also acknowledge. */
export const mayAct = (person: Me) => person.role.toLowerCase() !== 'viewer';

/**
 * Shows the application to those who are logged in. A session that ends later leaves the page and
 * its state in place, and asks over it.
 */
export function SessionGate({ children }: { children: ReactNode }) {
  const cache = useQueryClient();
  const person = useQuery(me);
  const [ended, setEnded] = useState(false);
  const end = useCallback(() => setEnded(true), []);
  useEffect(() => whenSessionEnds(end), [end]);
  useReadSoon(person.data !== undefined);

  if (person.data) {
    showTimesIn(person.data.tenant.zone);
    return (
      <MeContext value={person.data}>
        <Live onSignedOut={end}>
          {children}
          {ended && (
            <Suspense>
              <SignInAgain tenant={person.data.tenant.key} done={() => setEnded(false)} />
            </Suspense>
          )}
        </Live>
      </MeContext>
    );
  }
  if (person.isPending) return null;
  const signedOut = person.error instanceof ApiError && person.error.status === 401;
  return (
    <main className="sign-in">
      <div>
        <h1 className="brand" style={{ fontSize: '1.25rem' }}>
          <Brand /> {texts.product}
        </h1>
        <p className="quiet" style={{ margin: '4px 0 20px' }}>
          {texts.session.lead}
        </p>
        {signedOut ? (
          <Suspense fallback={<p className="quiet">{texts.loading}</p>}>
            <SignIn
              done={() => {
                setEnded(false);
                void cache.resetQueries();
              }}
            />
          </Suspense>
        ) : (
          <ProblemNote error={person.error} retry={() => void person.refetch()} />
        )}
        <p className="small quiet" style={{ marginTop: 16 }}>
          {texts.session.hint}
        </p>
      </div>
    </main>
  );
}
