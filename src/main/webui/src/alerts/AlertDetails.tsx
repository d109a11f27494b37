import { Button, Textarea } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { clockTime, fullTime } from '../figures/format';
import { texts as kit } from '../kit/texts';
import { useLive } from '../live/Live';
import { mayAct, useMe } from '../session/SessionGate';
import { ProblemNote } from '../shell/ProblemNote';
import { useQueryClient } from '@tanstack/react-query';
import { SavedTable } from '../figures/SavedTable';
import { layOver } from './AlertActions';
import { decisionsQuery, note as sendNote, type Decision, type Episode } from './api';
import { figureValue } from './sentence';
import { texts } from './texts';

/** All that is known of an alert: its history, who was told and why, what people noted. */
export function AlertDetails({ alert }: { alert: Episode }) {
  const { data, error, refetch } = useQuery(decisionsQuery(alert.id));
  return (
    <div className="alert-more">
      <div className="split">
        <section>
          <h2>{texts.inbox.why}</h2>
          {error && !data && <ProblemNote error={error} retry={() => void refetch()} />}
          {!data && !error && <p className="quiet small">{kit.reading}</p>}
          {data && data.length === 0 && (
            <p className="quiet small">
              {texts.inbox.noDecision} <Link to="/alerts/routes">{texts.inbox.setUpChannel}</Link>
            </p>
          )}
          {data && data.length > 0 && <Decisions all={data} />}
        </section>
        <section className="stack">
          <History alert={alert} />
          <Note alert={alert} />
          <p className="small">
            <Link to={`/alerts/rules/${alert.rule}`}>{texts.inbox.rule}</Link>
          </p>
        </section>
      </div>
    </div>
  );
}

function Decisions({ all }: { all: Decision[] }) {
  const { clock } = useLive();
  const present = clock.present();
  return (
    <SavedTable name={texts.inbox.why} className="scroll">
      <table className="data">
        <thead>
          <tr>
            <th scope="col">{texts.inbox.when}</th>
            <th scope="col">{texts.inbox.what}</th>
            <th scope="col">{texts.inbox.who}</th>
            <th scope="col">{texts.inbox.reason}</th>
          </tr>
        </thead>
        <tbody>
          {all.map((each, at) => (
            <tr key={at}>
              <td className="nowrap" title={fullTime(each.at)} data-label={texts.inbox.when} data-csv={each.at}>
                {clockTime(each.at, present, true)}
              </td>
              <td data-label={texts.inbox.what}>
                {texts.decisions[each.decision] ?? each.decision}
                {each.delivery && (
                  <div className={each.delivery.status === 'FAILED' ? 'small loss' : 'small quiet'}>
                    {texts.inbox.delivery(texts.deliveries[each.delivery.status] ?? each.delivery.status, each.delivery.attempts)}
                    {each.delivery.remark && `: ${each.delivery.remark}`}
                  </div>
                )}
              </td>
              <td data-label={texts.inbox.who}>
                {each.channel?.name ?? texts.inbox.everyone}
                {each.route && <div className="small quiet">{texts.inbox.route(each.route)}</div>}
              </td>
              <td className="text" data-label={texts.inbox.reason}>
                {each.reason}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </SavedTable>
  );
}

function History({ alert }: { alert: Episode }) {
  const { clock } = useLive();
  const value = (of: number | null | undefined) => (of === null || of === undefined ? '' : figureValue(of, alert.figure, alert.unit));
  const steps: [at: string | null, what: string, value: string][] = [
    [alert.activeAt, texts.inbox.began, ''],
    [alert.firedAt, texts.inbox.fired, value(alert.value)],
    [alert.acknowledgedAt, texts.inbox.acked(alert.acknowledgedBy ?? ''), ''],
    [alert.resolvedAt, texts.inbox.over, value(alert.resolvedValue)],
  ];
  return (
    <div>
      <h2>{texts.inbox.history}</h2>
      <ol className="history">
        {steps
          .filter(([at]) => at !== null)
          .map(([at, what, of]) => (
            <li key={what}>
              <span className="small quiet nowrap" title={fullTime(at!)}>
                {clockTime(at!, clock.present(), true)}
              </span>
              <span>{what}</span>
              <span className="num">{of}</span>
            </li>
          ))}
      </ol>
    </div>
  );
}

function Note({ alert }: { alert: Episode }) {
  const person = useMe();
  const cache = useQueryClient();
  const [text, setText] = useState(alert.note ?? '');
  const save = useMutation({
    mutationFn: () => sendNote(alert.id, text),
    onSuccess: () => layOver(cache, alert.id, { note: text || null }),
  });
  if (!mayAct(person)) return alert.note ? <p className="small">{alert.note}</p> : null;
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Textarea
        size="xs"
        label={texts.inbox.note}
        description={texts.inbox.noteHelp}
        autosize
        minRows={2}
        maxLength={2000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {save.isError && <ProblemNote error={save.error} />}
      <div>
        <Button type="submit" size="compact-xs" variant="default" loading={save.isPending} disabled={text === (alert.note ?? '')}>
          {kit.save}
        </Button>
      </div>
    </form>
  );
}
