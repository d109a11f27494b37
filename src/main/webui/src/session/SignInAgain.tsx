import { Modal } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useLive } from '../live/Live';
import { texts } from '../texts';
import SignIn from './SignIn';

/** Over the page of somebody whose session has ended: page and state stay. */
export default function SignInAgain({ tenant, done }: { tenant: string; done(): void }) {
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
        <SignIn
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
