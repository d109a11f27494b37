import { Modal } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useCallback, useContext, useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { ApiError, whenSessionEnds } from '../api/client';
import { me } from '../api/queries';
import type { Me } from '../api/types';
import { showTimesIn } from '../figures/format';
import { Live, useLive } from '../live/Live';
import { Brand } from '../shell/Brand';
import { ProblemNote } from '../shell/ProblemNote';
import { texts } from '../texts';
import { SignInForm } from './SignIn';

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

  if (person.data) {
    showTimesIn(person.data.tenant.zone);
    return (
      <MeContext value={person.data}>
        <Live onSignedOut={end}>
          {children}
          {ended && <SignInAgain tenant={person.data.tenant.key} done={() => setEnded(false)} />}
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
          <SignInForm
            done={() => {
              setEnded(false);
              void cache.resetQueries();
            }}
          />
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

function SignInAgain({ tenant, done }: { tenant: string; done(): void }) {
  const cache = useQueryClient();
  const { reconnect } = useLive();
  return (
    <Modal
      opened
      onClose={() => {}}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={texts.session.again}
      size="sm"
      centered
    >
      <p className="quiet" style={{ marginBottom: 12 }}>
        {texts.session.againLead}
      </p>
      <div className="sign-in-again">
        <SignInForm
          tenant={tenant}
          done={() => {
            done();
            // Someone else may have logged in: everything is theirs to read, and nothing of before stays.
            void cache.invalidateQueries();
            reconnect();
          }}
        />
      </div>
    </Modal>
  );
}
