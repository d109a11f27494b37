import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ProjectValue } from '../api/types';
import { clockTime, fullTime } from '../figures/format';
import { saveCsv, fileName } from '../figures/save';
import { SaveMenu } from '../figures/SaveMenu';
import { useMe } from '../session/SessionGate';
import { PageLink } from '../shell/PageLink';
import { Deliverables } from './Deliverables';
import { dependencies, log, type AuditEntry } from './facts';
import { Part } from './Part';
import { Stakeholders } from './Stakeholders';
import { projectTexts } from './texts';

/** What belongs to a project beside its figures: what is delivered, who cares, what hangs on what. */
export function Parts({ project }: { project: ProjectValue }) {
  return (
    <div className="parts">
      <Deliverables id={project.key} />
      <Stakeholders id={project.key} />
      <Dependencies id={project.key} />
    </div>
  );
}

function Dependencies({ id }: { id: string }) {
  const { data } = useQuery(dependencies(id));
  return (
    <Part
      title={projectTexts.dependencies}
      empty={projectTexts.noDependencies}
      items={data?.items}
      line={(item) => {
        const needs = item.project === id;
        const other = needs ? item.dependsOn : item.project;
        return (
          <span>
            <span className="quiet">{needs ? projectTexts.needs : projectTexts.neededBy} </span>
            <PageLink to={`/projects/${encodeURIComponent(other)}`}>{other}</PageLink>
            {item.note && <span className="small quiet"> · {item.note}</span>}
          </span>
        );
      }}
    />
  );
}

const SHOWN_AT_FIRST = 8;

/** Who changed what, and when: the project's own log. */
export function Log({ project }: { project: ProjectValue }) {
  const allowed = useMe().role.toLowerCase() === 'admin';
  const { data } = useQuery({ ...log(project.id, project.metrics.map(({ id }) => id)), enabled: allowed });
  const [all, setAll] = useState(false);
  const names = new Map<string, string>([[project.id, project.name], ...project.metrics.map(({ id, name }) => [id, name] as const)]);
  const shown = all ? data : data?.slice(0, SHOWN_AT_FIRST);
  const now = Date.now();
  const named = ({ subjectId, subjectType }: AuditEntry) => names.get(subjectId) ?? subjectType;
  return (
    <section className="section">
      <div className="section-head">
        <h2>{projectTexts.log}</h2>
        <span className="spring" />
        {data && data.length > 0 && (
          <SaveMenu
            name={projectTexts.log}
            csv={() =>
              saveCsv(fileName(`${project.key} log`), [
                [projectTexts.logWhen, projectTexts.logWho, projectTexts.logWhat, projectTexts.logDetail],
                ...data.map((entry) => [entry.at, entry.actor, `${entry.action} ${named(entry)}`, JSON.stringify(entry.detail)]),
              ])
            }
          />
        )}
      </div>
      {!allowed && <p className="small quiet">{projectTexts.logRestricted}</p>}
      {data?.length === 0 && <p className="small quiet">{projectTexts.noLog}</p>}
      {shown && shown.length > 0 && (
        <div className="panel scroll" tabIndex={0}>
          <table className="log">
            <caption className="visually-hidden">{projectTexts.log}</caption>
            <thead>
              <tr>
                <th scope="col" className="first">{projectTexts.logWhen}</th>
                <th scope="col">{projectTexts.logWho}</th>
                <th scope="col">{projectTexts.logWhat}</th>
                <th scope="col">{projectTexts.logDetail}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((entry) => (
                <tr key={entry.id}>
                  <td className="nowrap first" title={fullTime(entry.at)}>{clockTime(entry.at, now)}</td>
                  <td>{entry.actor}</td>
                  <td>
                    {entry.action} · {named(entry)}
                  </td>
                  <td className="small quiet detail">{told(entry.detail)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {data && data.length > SHOWN_AT_FIRST && !all && (
        <button type="button" className="text-button small" onClick={() => setAll(true)}>
          {projectTexts.showMore}
        </button>
      )}
    </section>
  );
}

/** The fields of a change, as far as they fit a line. */
export function told(detail: Record<string, unknown>): string {
  return Object.entries(detail)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${name}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(' · ');
}
