import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { texts as kit } from '../kit/texts';
import { mayManage } from '../kit/role';
import { useMe } from '../session/SessionGate';
import { ProblemNote } from '../shell/ProblemNote';
import { channelsQuery, projectsQuery, routesQuery } from './api';
import { Channels } from './Channels';
import { RoutesDocumentForm } from './RoutesDocumentForm';
import { RoutesForm } from './RoutesForm';
import { texts } from './texts';

/** Who is told of which alerts: channels, and the routes that choose among them. */
export function RoutesPage() {
  const person = useMe();
  const channels = useQuery(channelsQuery);
  const routes = useQuery(routesQuery);
  const { data: projects } = useQuery(projectsQuery);
  const [asDocument, setAsDocument] = useState(false);
  const error = channels.error ?? routes.error;
  if (!channels.data || !routes.data) {
    if (!error) return <p className="quiet">{kit.reading}</p>;
    return (
      <ProblemNote
        error={error}
        retry={() => {
          void channels.refetch();
          void routes.refetch();
        }}
      />
    );
  }
  const manages = mayManage(person);
  return (
    <>
      {!manages && <p className="notice">{kit.onlyLook(person.role)}</p>}
      <Channels channels={channels.data} manages={manages} />
      <section className="section">
        <div className="section-head">
          <h2>{texts.routes.title}</h2>
          <span className="quiet small">{texts.routes.lead}</span>
          <span className="spring" />
          {manages && (
            <Button size="xs" variant="default" onClick={() => setAsDocument(!asDocument)}>
              {asDocument ? texts.routes.form : texts.routes.editAll}
            </Button>
          )}
        </div>
        {asDocument ? (
          <RoutesDocumentForm key={routes.data.version} routes={routes.data} channels={channels.data} />
        ) : (
          <RoutesForm
            key={routes.data.version}
            routes={routes.data}
            channels={channels.data}
            projects={projects ?? []}
            manages={manages}
          />
        )}
      </section>
    </>
  );
}
