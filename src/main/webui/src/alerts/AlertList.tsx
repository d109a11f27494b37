import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import type { Alert } from '../api/types';
import { Money } from '../figures/Figure';
import { clockTime, duration, fullTime } from '../figures/format';
import { SeverityMark } from '../figures/Marks';
import { useTick } from '../live/Live';
import { texts as common } from '../texts';
import { AlertActions } from './AlertActions';
import { AlertDetails } from './AlertDetails';
import './alerts.css';
import type { Episode } from './api';
import { crossing } from './sentence';
import { texts } from './texts';

interface AlertListProps {
  alerts: Alert[];
  /** The id of the one that a link led to. */
  marked?: string | null;
  /** Opens the details of one, or closes them; without it there are none. */
  open?: (id: string | null) => void;
  /** Left out where all are of one project. */
  showProject?: boolean;
  projectName?: (keyOrId: string) => string;
}

export function AlertList({ alerts, marked, open, showProject = true, projectName = (key) => key }: AlertListProps) {
  return (
    <ul className="panel">
      {alerts.map((alert) => (
        <AlertRow
          key={alert.id}
          alert={alert}
          marked={alert.id === marked}
          open={open}
          project={showProject ? projectName(alert.project) : null}
        />
      ))}
    </ul>
  );
}

interface AlertRowProps {
  alert: Episode;
  marked: boolean;
  open?: (id: string | null) => void;
  project: string | null;
}

function AlertRow({ alert, marked, open, project }: AlertRowProps) {
  const row = useRef<HTMLLIElement>(null);
  const led = useRef(marked);
  useEffect(() => {
    if (led.current) row.current?.scrollIntoView({ block: 'center' });
  }, []);
  const crossed = crossing(alert);
  return (
    <li ref={row} className="alert" data-row data-marked={marked} data-alert={alert.id}>
      <SeverityMark severity={alert.severity} />
      <div className="what">
        <span className="title">{alert.name}</span>
        {project !== null && (
          <>
            {' '}
            <Link to={`/projects/${encodeURIComponent(alert.project)}?alert=${alert.id}`}>{project}</Link>
          </>
        )}
        <div className="small quiet">
          <strong>{common.alerts.state[alert.state]}</strong> <Span alert={alert} />
          {alert.late && <span title={common.alerts.lateWhy}> · {common.alerts.late}</span>}
        </div>
        <div className="small quiet">{[alert.metricName ?? alert.metric, crossed].filter(Boolean).join(' · ')}</div>
        {alert.detail && <div className="small">{alert.detail}</div>}
        {open && (
          <button
            type="button"
            className="text-button small"
            aria-expanded={marked}
            aria-label={texts.inbox.detailsOf(alert.name)}
            onClick={() => open(marked ? null : alert.id)}
          >
            {marked ? common.explain.close : texts.inbox.details}
          </button>
        )}
      </div>
      <div className="worth">
        {alert.currency && (
          <div className="num cell">
            <Worth alert={alert} currency={alert.currency} />
          </div>
        )}
        {alert.currency && <div className="small quiet">{common.alerts.worthLabel}</div>}
        <AlertActions alert={alert} />
      </div>
      {open && marked && <AlertDetails alert={alert} />}
    </li>
  );
}

/** What was earned when it fired is told, and explained, as of then. */
function Worth({ alert, currency }: { alert: Episode; currency: string }) {
  const shown = <Money value={alert.worthPerHour} currency={currency} digits={2} signed />;
  if (alert.worthPerHour === null || !alert.firedAt) return shown;
  const at = new URLSearchParams({ explain: 'earning', of: alert.project, asOf: alert.firedAt });
  return (
    <Link className="plain" to={`/projects/${encodeURIComponent(alert.project)}?${at}`} title={common.figures.explainFigure(common.alerts.worthLabel)}>
      {shown}
      <span className="visually-hidden">, {common.figures.explain}</span>
    </Link>
  );
}

function Span({ alert }: { alert: Alert }) {
  const now = useTick();
  const from = alert.firedAt ?? alert.activeAt;
  if (alert.resolvedAt) {
    const long = duration(Date.parse(alert.resolvedAt) - Date.parse(from));
    return <>{common.alerts.lasted(clockTime(from, now), clockTime(alert.resolvedAt, now), long)}</>;
  }
  return <span title={fullTime(from)}>{common.alerts.since(clockTime(from, now), duration(now - Date.parse(from)))}</span>;
}
