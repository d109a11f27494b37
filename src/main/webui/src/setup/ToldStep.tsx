import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Channel } from '../alerts/api';
import { ChannelForm } from '../alerts/ChannelForm';
import { ChannelTest } from '../alerts/Channels';
import type { ProjectView } from './api';
import { texts } from './texts';

/** Slack, and a message that shows it works. */
export function ToldStep({ project }: { project: ProjectView }) {
  const [made, setMade] = useState<Channel | null>(null);
  return (
    <div className="stack">
      <h2>{texts.told.title}</h2>
      <p className="quiet">
        {texts.told.lead} <Link to="/alerts/routes">{texts.told.others}</Link>
      </p>
      {made ? (
        <>
          <p>{texts.told.made(made.name)}</p>
          <div className="actions">
            <ChannelTest id={made.id} name={made.name} />
          </div>
        </>
      ) : (
        <ChannelForm kind="SLACK" fixed made={setMade} />
      )}
      <div className="actions">
        <Button component={Link} to={`/projects/${encodeURIComponent(project.key)}`} variant={made ? 'filled' : 'default'}>
          {texts.told.finish}
        </Button>
      </div>
    </div>
  );
}
