import { Drawer } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { explain } from '../api/queries';
import { ProblemNote } from '../shell/ProblemNote';
import { texts } from '../texts';
import { ExplainTree } from './ExplainTree';

interface ExplainDrawerProps {
  id: string;
  name: string;
  opened: boolean;
  close(): void;
}

/** Where a project's realised value comes from. Its address can be sent: `?explain=realised`. */
export function ExplainDrawer({ id, name, opened, close }: ExplainDrawerProps) {
  const { data, error, refetch } = useQuery({ ...explain(id), enabled: opened });
  return (
    <Drawer
      opened={opened}
      onClose={close}
      position="right"
      size={560}
      title={texts.explain.title}
      closeButtonProps={{ 'aria-label': texts.explain.close }}
    >
      <p className="quiet small">{texts.explain.of(name)}</p>
      {data ? (
        <ExplainTree root={data} />
      ) : error ? (
        <ProblemNote error={error} retry={() => void refetch()} />
      ) : (
        <p className="quiet">{texts.loading}</p>
      )}
    </Drawer>
  );
}
