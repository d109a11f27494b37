import { Button, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { longDay, number, percent } from '../figures/format';
import { call, part } from '../kit/http';
import { Mark } from '../kit/Mark';
import { Refusal } from '../kit/Refusal';
import { texts as kit } from '../kit/texts';
import { stakeholders } from '../project/facts';
import { PartForm } from '../project/PartForm';
import { useMayChange, useReadAgain } from '../project/useWork';
import { texts as shared } from '../texts';
import type { Benefit, BenefitState } from './api';
import { ProfileForm } from './ProfileForm';
import { Share } from './Share';
import { texts } from './texts';

const midday = (date: string) => longDay(Date.parse(`${date.slice(0, 10)}T12:00:00Z`));

/** One benefit: the gate, where it stands and may go, what finance agreed to, and its profile. */
export function Opened({ id, benefit }: { id: string; benefit: Benefit }) {
  return (
    <div className="opened">
      <GateParts benefit={benefit} />
      <div className="stack">
        <State id={id} benefit={benefit} />
        <Agreement id={id} benefit={benefit} />
      </div>
      <div className="whole">
        <Share id={id} benefit={benefit} />
      </div>
      <div className="whole">
        <ProfileOf id={id} benefit={benefit} />
      </div>
    </div>
  );
}

function GateParts({ benefit }: { benefit: Benefit }) {
  return (
    <div>
      <h3>{texts.gate.title}</h3>
      <ul className="gate-parts">
        {benefit.gate.map(({ part: name, passed, missing }) => (
          <li key={name}>
            <Mark tone={passed ? 'good' : 'waiting'} text={texts.gate.parts[name] ?? name} />
            <span className="small quiet">{passed ? texts.gate.passed : missing.join(' ')}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** These end a benefit's value, so they are asked for twice. */
const ENDS = new Set<BenefitState>(['RETIRED', 'WRITTEN_OFF']);

function State({ id, benefit }: { id: string; benefit: Benefit }) {
  const changes = useMayChange();
  const again = useReadAgain(id);
  const [ending, setEnding] = useState<BenefitState | null>(null);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const move = useMutation({
    mutationFn: (state: BenefitState) =>
      call('post', `/api/v1/metrics/${part(benefit.metricId)}/benefit/state`, { body: { state, ...(reason.trim() ? { reason: reason.trim() } : {}) } }),
    onSuccess: async () => {
      setEnding(null);
      setReason('');
      await again();
    },
  });
  const needsReason = ending === 'WRITTEN_OFF';
  return (
    <div>
      <h3>
        {texts.state.title}: {texts.states[benefit.state] ?? benefit.state}
      </h3>
      <p className="small quiet">
        {texts.state.custody[benefit.custody] ?? benefit.custody}
        {benefit.measuredUntil && `, ${texts.state.until(midday(benefit.measuredUntil))}`}
      </p>
      {benefit.next.length === 0 && <p className="small quiet">{texts.state.final}</p>}
      {changes && !benefit.profile && benefit.next.length > 0 && <p className="small quiet">{texts.state.needsProfile}</p>}
      {changes && benefit.profile && ending === null && (
        <div className="actions" style={{ marginTop: 4 }}>
          {benefit.next.map((state) => (
            <Button
              key={state} size="compact-xs" variant="default" loading={move.isPending && move.variables === state}
              onClick={() => (ENDS.has(state) ? setEnding(state) : move.mutate(state))}
            >
              {texts.state.moveTo(texts.states[state] ?? state)}
            </Button>
          ))}
        </div>
      )}
      {ending !== null ? (
        <PartForm
          save={move}
          close={() => setEnding(null)}
          says={texts.state.confirm(texts.states[ending] ?? ending)}
          send={() => {
            setTried(true);
            if (!needsReason || reason.trim()) move.mutate(ending);
          }}
        >
          <p className="small">{texts.state.end}</p>
          <TextInput
            size="xs" label={texts.state.reason} required={needsReason} maxLength={500} value={reason} onChange={(event) => setReason(event.currentTarget.value)}
            error={tried && needsReason && !reason.trim() ? kit.needed : undefined}
          />
        </PartForm>
      ) : (
        <Refusal error={move.error} />
      )}
    </div>
  );
}

function Agreement({ id, benefit: { metricId, agreement, profile } }: { id: string; benefit: Benefit }) {
  const changes = useMayChange();
  const again = useReadAgain(id);
  const [note, setNote] = useState('');
  const agree = useMutation({
    mutationFn: () => call('post', `/api/v1/metrics/${part(metricId)}/benefit/agreement`, { body: note.trim() ? { note: note.trim() } : {} }),
    onSuccess: async () => {
      setNote('');
      await again();
    },
  });
  const figure = (value: number | null) => (value === null ? shared.unknown : number(value));
  return (
    <div>
      <h3>{texts.agreement.title}</h3>
      {agreement ? (
        <p className="small">
          {texts.agreement.by(agreement.by, midday(agreement.on))}:{' '}
          {texts.agreement.promise(figure(agreement.promise.baseline), figure(agreement.promise.target), percent(agreement.promise.share, { digits: 0 }))}
          {agreement.note && <span className="quiet"> · {agreement.note}</span>}
        </p>
      ) : (
        <p className="small quiet">{texts.agreement.none}</p>
      )}
      {changes && profile && (
        <form
          className="stack"
          style={{ marginTop: 4 }}
          onSubmit={(event) => {
            event.preventDefault();
            agree.mutate();
          }}
        >
          <TextInput size="xs" label={texts.agreement.note} maxLength={500} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
          <Refusal error={agree.error} />
          <div>
            <Button type="submit" size="compact-xs" variant="default" loading={agree.isPending}>
              {texts.agreement.agree}
            </Button>
          </div>
        </form>
      )}
    </div>
  );
}

const TOLD = ['description', 'measure', 'calculation', 'evidence', 'attribution', 'redeployment'] as const;

function ProfileOf({ id, benefit }: { id: string; benefit: Benefit }) {
  const changes = useMayChange();
  const [editing, edit] = useDisclosure(false);
  const people = useQuery(stakeholders(id)).data?.items ?? [];
  const { profile } = benefit;
  const person = (of: string | null | undefined) => {
    const found = people.find((each) => each.id === of);
    return found ? (found.name ?? found.role) : texts.profile.nobody;
  };
  if (editing && changes) return <ProfileForm id={id} benefit={benefit} people={people} close={edit.close} />;
  const { fields, unsaid } = texts.profile;
  return (
    <>
      <div className="section-head">
        <h3>{texts.profile.title}</h3>
        {changes && (
          <Button size="compact-xs" variant={profile ? 'default' : 'filled'} onClick={edit.open}>
            {profile ? texts.profile.change : texts.profile.write}
          </Button>
        )}
      </div>
      {!profile && <p className="small quiet">{texts.list.noProfile}</p>}
      {profile && (
        <dl className="profile-facts">
          <div>
            <dt>{fields.benefitClass}</dt>
            <dd>{texts.profile.classes[profile.benefitClass] ?? profile.benefitClass}</dd>
          </div>
          <div>
            <dt>{fields.owner}</dt>
            <dd>{person(profile.owner)}</dd>
          </div>
          <div>
            <dt>{fields.responsible}</dt>
            <dd>{person(profile.responsible)}</dd>
          </div>
          {TOLD.map((name) => (
            <div key={name}>
              <dt>{fields[name]}</dt>
              <dd>{profile[name] ?? unsaid}</dd>
            </div>
          ))}
          {profile.assumptions.map(({ text, validUntil }) => (
            <div key={text}>
              <dt>{texts.profile.assumption}</dt>
              <dd>
                {text}
                {validUntil && <span className="quiet"> · {texts.profile.validUntil.toLowerCase()} {midday(validUntil)}</span>}
              </dd>
            </div>
          ))}
          <div>
            <dt>{fields.measuredYears}</dt>
            <dd>{profile.measuredYears}</dd>
          </div>
        </dl>
      )}
    </>
  );
}
