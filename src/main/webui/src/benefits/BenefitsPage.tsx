import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from 'react-router';
import '../kit/kit.css';
import { call } from '../kit/http';
import { Mark } from '../kit/Mark';
import { Refusal } from '../kit/Refusal';
import { isAdmin } from '../kit/role';
import { Deliverables } from '../project/Deliverables';
import { benefits, definition } from '../project/facts';
import { ProjectHead } from '../project/ProjectTabs';
import { Stakeholders } from '../project/Stakeholders';
import { useMayChange } from '../project/useWork';
import '../project/project.css';
import { useMe } from '../session/SessionGate';
import { PageLink } from '../shell/PageLink';
import { ProblemNote } from '../shell/ProblemNote';
import { useUrl } from '../shell/urlState';
import { useTitle } from '../shell/useTitle';
import { texts as shared } from '../texts';
import { isPast } from '../time/moment';
import { useMoment } from '../time/useMoment';
import { gateQuery, type Benefit } from './api';
import { ClosureOf } from './ClosureOf';
import { Opened } from './Opened';
import { Reviews } from './Reviews';
import { texts } from './texts';
import './benefits.css';

/** What was promised of a project, who answers for it, whether it may count, and when it is looked at again. */
export default function BenefitsPage() {
  const { id = '' } = useParams();
  const { data: project, error, refetch } = useQuery(definition(id));
  useTitle(project ? texts.titleOf(project.name) : id);
  if (!project) return error ? <ProblemNote error={error} retry={() => void refetch()} /> : <p className="quiet">{shared.loading}</p>;
  return (
    <>
      <ProjectHead id={project.key} name={project.name} />
      <Filled id={project.key} />
    </>
  );
}

function Filled({ id }: { id: string }) {
  const past = isPast(useMoment());
  const { data, error, refetch } = useQuery(benefits(id));
  return (
    <div className="benefits">
      {past && <p className="notice">{texts.past}</p>}
      <Gate />
      {error && <ProblemNote error={error} retry={() => void refetch()} />}
      {!data && !error && <p className="quiet">{shared.loading}</p>}
      {data && <List id={id} items={data.items} />}
      {data && data.items.length > 0 && <Reviews items={data.items} />}
      <section className="section">
        <h2>{texts.people}</h2>
        <div className="parts" style={{ marginTop: 8 }}>
          <Stakeholders id={id} />
          <Deliverables id={id} />
        </div>
      </section>
      <ClosureOf id={id} />
    </div>
  );
}

/** Whether benefits have to pass before they count; an administrator decides it for all projects. */
function Gate() {
  const cache = useQueryClient();
  const { data } = useQuery(gateQuery);
  const admin = isAdmin(useMe());
  const changes = useMayChange();
  const turn = useMutation({
    mutationFn: (gate: boolean) => call<{ gate: boolean }>('put', '/api/v1/benefit-settings', { body: { gate } }),
    onSuccess: (saved) => {
      cache.setQueryData(gateQuery.queryKey, saved);
      void cache.invalidateQueries();
    },
  });
  if (!data) return null;
  return (
    <div className="gate-line">
      <Mark tone={data.gate ? 'good' : 'off'} text="" />
      <span>{data.gate ? texts.gate.on : texts.gate.off}</span>
      {admin && changes && (
        <Button size="compact-xs" variant="default" loading={turn.isPending} onClick={() => turn.mutate(!data.gate)}>
          {data.gate ? texts.gate.turnOff : texts.gate.turnOn}
        </Button>
      )}
      <Refusal error={turn.error} />
    </div>
  );
}

function List({ id, items }: { id: string; items: Benefit[] }) {
  const { params, change } = useUrl();
  const open = params.get('benefit');
  if (items.length === 0) {
    return (
      <p className="panel empty quiet">
        {texts.list.none} <PageLink to="/setup">{texts.list.noneNext}</PageLink>
      </p>
    );
  }
  return (
    <section className="section">
      <h2>{texts.list.title}</h2>
      <ul className="panel rows" style={{ marginTop: 8 }}>
        {items.map((item) => {
          const opened = open === item.metric;
          return (
            <li key={item.metricId} data-row data-benefit={item.metric}>
              <div className="what">
                <span className="title">{item.profile?.title ?? item.name}</span>{' '}
                {item.disbenefit && <span className="small quiet">· {texts.list.disbenefit} </span>}
                <div className="small quiet states">
                  <span>{texts.states[item.state] ?? item.state}</span>
                  <Mark tone={item.gatePassed ? 'good' : 'waiting'} text={texts.gate.count(item.gate.filter(({ passed }) => passed).length, item.gate.length)} />
                  <Mark tone={item.counted ? 'good' : 'off'} text={item.counted ? texts.list.counts : texts.list.countsNot} />
                  {!item.profile && <span>{texts.list.noProfile}</span>}
                </div>
              </div>
              <Button
                size="compact-xs" variant="default" aria-expanded={opened} aria-label={opened ? texts.list.closeOf(item.name) : texts.list.openOf(item.name)}
                onClick={() => change({ benefit: opened ? null : item.metric }, { push: true })}
              >
                {opened ? texts.list.close : texts.list.open}
              </Button>
              {opened && (
                <div className="wide-row">
                  <Opened id={id} benefit={item} />
                </div>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
