import { useElementSize } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { texts as shared } from '../texts';
import { useRemoval } from '../kit/useRemoval';
import { mayAct, useMe } from '../session/SessionGate';
import { isPast } from '../time/moment';
import { useMoment } from '../time/useMoment';
import { clusters, remove, when, type Annotation, type Cluster, type Mark, type Marks } from './annotations';
import { AnnotationForm } from './AnnotationForm';
import { projectTexts } from './texts';

const texts = projectTexts.happened;
/** A mark can be hit by a finger. */
const MARK_PX = 24;
const USUAL_PX = 600;
/** Of several at one place, those that are told at once. */
const TOLD = 4;

/** What happened, along the chart's axis of time: a mark each, what it says when one points at it, and all of it as a list. */
export function Happened({ id, known, from, to }: { id: string; known: Marks; from: number; to: number }) {
  const cache = useQueryClient();
  const past = isPast(useMoment());
  const acts = mayAct(useMe()) && !past;
  const [chosen, setChosen] = useState<string | null>(null);
  const [form, setForm] = useState<Annotation | 'new' | null>(null);
  const changed = () => cache.invalidateQueries({ queryKey: ['annotations', id] });
  const removal = useRemoval((of) => remove(id, of).then(changed));
  const items = known.items.filter((item) => !removal.hides(item.id));
  const close = () => {
    setForm(null);
    void changed();
  };
  return (
    <div className="happened" data-happened>
      <Lane items={items} from={from} to={to} chosen={chosen} choose={setChosen} />
      <div className="happened-foot small">
        {items.length === 0 ? (
          <span className="quiet">{texts.none}</span>
        ) : (
          <details>
            <summary>{texts.list(items.length)}</summary>
            <List items={items} acts={acts} change={setForm} remove={({ id: of, title }) => removal.remove(of, title)} />
            {known.more && <p className="quiet">{texts.latest(known.items.length)}</p>}
          </details>
        )}
        <span className="spring" />
        {acts && form === null && (
          <button type="button" className="text-button small" onClick={() => setForm('new')}>
            {texts.add}
          </button>
        )}
      </div>
      {removal.note}
      {form !== null && <AnnotationForm key={form === 'new' ? form : form.id} project={id} of={form === 'new' ? null : form} done={close} cancel={() => setForm(null)} />}
    </div>
  );
}

function Lane({ items, from, to, chosen, choose }: { items: Mark[]; from: number; to: number; chosen: string | null; choose(first: string): void }) {
  const { ref, width } = useElementSize();
  const marks = clusters(items, from, to, MARK_PX / (width || USUAL_PX));
  const now = Date.now();
  const told = marks.find(({ members }) => members.some(({ id }) => id === chosen));
  if (marks.length === 0) return null;
  return (
    <>
      <div ref={ref} className="happened-lane" role="group" aria-label={texts.lane}>
        {marks.map((cluster) => {
          const first = cluster.members[0]!;
          const name =
            cluster.members.length === 1
              ? texts.mark(first.deployed ? null : texts.kinds[first.source.kind], first.title, when(first, now))
              : texts.several(cluster.members.length, when({ from: first.from, to: first.from }, now));
          return (
            <button
              key={first.id}
              type="button"
              className="happened-mark"
              style={{ left: `${cluster.place * 100}%` }}
              aria-label={name}
              aria-pressed={cluster === told}
              onClick={() => choose(first.id)}
              onFocus={() => choose(first.id)}
              onPointerEnter={() => choose(first.id)}
            >
              <Shape cluster={cluster} />
            </button>
          );
        })}
      </div>
      {told && (
        <ul className="happened-told small">
          {told.members.slice(0, TOLD).map((member) => (
            <li key={member.id}>
              <strong>{member.title}</strong>
              {member.severity !== null && ` (${member.severity})`}, {when(member, now)}
              {member.text !== null && <span className="quiet"> {member.text}</span>} <More of={member} />
            </li>
          ))}
          {told.members.length > TOLD && <li className="quiet">{texts.more(told.members.length - TOLD)}</li>}
        </ul>
      )}
    </>
  );
}

/**
 * A triangle for an alert, a diamond for what a person wrote, a circle for a deployment, crossed out where one failed; a number
 * for several; hollow while it lasts.
 */
function Shape({ cluster: { members } }: { cluster: Cluster }) {
  const { source, to, deployed } = members[0]!;
  const look = { className: to === null ? 'lasting' : undefined };
  return (
    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      {members.length > 1 ? (
        <>
          <rect x="1" y="2" width="14" height="12" rx="2" />
          <text x="8" y="11.5" textAnchor="middle">
            {members.length > 99 ? '99' : members.length}
          </text>
        </>
      ) : deployed ? (
        <g className={deployed.failed > 0 ? 'failed' : undefined}>
          <circle cx="8" cy="8" r="6" />
          {deployed.failed > 0 && <path d="M4 4 12 12M12 4 4 12" />}
        </g>
      ) : source.kind === 'CONNECTION' ? (
        <path d="M8 2 15 14H1Z" {...look} />
      ) : (
        <path d="M8 1 15 8 8 15 1 8Z" {...look} />
      )}
    </svg>
  );
}

function More({ of: { link, title } }: { of: Annotation }) {
  return link === null ? null : (
    <a href={link} target="_blank" rel="noreferrer noopener" aria-label={texts.openOf(title)}>
      {texts.open}
    </a>
  );
}

function List({ items, acts, change, remove: leave }: { items: Mark[]; acts: boolean; change(of: Annotation): void; remove(of: Annotation): void }) {
  const now = Date.now();
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label={shared.chart.happened}>
      <table className="small">
        <thead>
          <tr>
            <th scope="col">{texts.what}</th>
            <th scope="col">{texts.when}</th>
            <th scope="col">{texts.who}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.id}>
              <td>
                {item.title}
                {item.severity !== null && ` (${item.severity})`} <More of={item} />
                {item.text !== null && <div className="quiet">{item.text}</div>}
              </td>
              <td>{when(item, now)}</td>
              <td>
                {item.source.name}
                {acts && !item.deployed && (
                  <>
                    {' '}
                    {item.source.kind === 'PERSON' && (
                      <button type="button" className="text-button small" aria-label={texts.changeOf(item.title)} onClick={() => change(item)}>
                        {texts.change}
                      </button>
                    )}{' '}
                    <button type="button" className="text-button small" aria-label={texts.removeOf(item.title)} onClick={() => leave(item)}>
                      {texts.remove}
                    </button>
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
