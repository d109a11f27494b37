import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { Link } from 'react-router';
import type { ProjectValue } from '../api/types';
import { day, money } from '../figures/format';
import { Framed } from '../figures/Framed';
import { fileName, saveCsv } from '../figures/save';
import { SaveMenu } from '../figures/SaveMenu';
import { Mark, markPath, type Tone } from '../kit/Mark';
import { BOX, HEAD, isLate, layout, toneOf, wrapped, type Drawn, type Placed } from './benefitMap';
import '../kit/kit.css';
import { benefitMap, benefits, slippage } from './facts';
import { state } from './Deliverables';
import { MapEditor } from './MapEditor';
import { toggled, type Draft } from './mapDraft';
import { projectTexts } from './texts';
import { useMayChange } from './useWork';

const texts = projectTexts.map;
/** A larger map is a table: nobody follows lines among hundreds of boxes. */
const MOST_DRAWN = 80;
const PER_LINE = 36;
const TITLE_LINES = 2;
const NARROW = '(max-width: 900px)';
const COLOUR: Record<Tone, string> = { good: 'var(--gain)', bad: 'var(--loss)', waiting: 'var(--warn)', off: 'var(--ink-2)' };

const nameOf = (project: ProjectValue, metric: string | null | undefined) => project.metrics.find(({ key }) => key === `${project.key}/${metric}`)?.name;

/** What leads to what: deliverable, change, benefit, objective; each with its state, and with what a slip of it costs. */
export function BenefitMap({ project }: { project: ProjectValue }) {
  const told = useQuery(benefitMap(project.key)).data;
  // A map that nobody drew knows benefits by the keys of their metrics only.
  const map = useMemo(() => (told?.derived ? { ...told, nodes: told.nodes.map((node) => ({ ...node, title: nameOf(project, node.metric) ?? node.title })) } : told), [told, project]);
  const slip = useQuery(slippage(project.key)).data;
  const agreed = useQuery(benefits(project.key)).data?.items;
  const narrow = useMediaQuery(NARROW);
  const [draft, setDraft] = useState<Draft | null>(null);
  const drawn = useMemo(() => (map ? layout({ ...map, ...draft }, slip, agreed ?? []) : null), [map, slip, agreed, draft]);
  const changes = useMayChange();
  const pressing = usePressing(draft, setDraft);
  if (!map || !drawn || narrow === undefined) return null;
  const currency = slip?.currency ?? project.currency;
  const today = slip?.asOf ?? '';
  const begin = () => setDraft({ nodes: map.nodes, edges: map.edges });
  const editor = draft && <MapEditor project={project} version={map.version} draft={draft} change={setDraft} close={() => setDraft(null)} />;
  const edit = changes && !draft && (
    <Button size="compact-xs" variant="default" onClick={begin}>
      {texts.change}
    </Button>
  );
  if (drawn.nodes.length === 0) {
    return (
      <section className="section">
        <div className="section-head">
          <h2>{texts.title}</h2>
        </div>
        {editor ?? (
          <div className="panel empty">
            <p className="quiet">{changes ? texts.empty : texts.emptyRead}</p>
            {changes && (
              <div className="actions">
                <Button size="xs" component={Link} to={`/projects/${encodeURIComponent(project.key)}/benefits`}>
                  {texts.toDeliverables}
                </Button>
                <Button size="xs" variant="default" onClick={begin}>
                  {texts.start}
                </Button>
              </div>
            )}
          </div>
        )}
      </section>
    );
  }
  const small = drawn.nodes.length <= MOST_DRAWN;
  const rows = [
    [texts.kind, texts.what, projectTexts.state, texts.leadsTo, texts.perDayIn(currency), texts.soFarIn(currency), texts.why],
    ...drawn.nodes.map((each) => [
      texts.kinds[each.node.kind], each.node.title, stateOf(each, today), each.leadsTo.join(', ') || '–', ...costOf(each),
    ]),
  ];
  const csv = () => saveCsv(fileName(`${project.key} ${texts.title}`), rows);
  const note = `${map.derived ? texts.derived : texts.drawn} ${slip ? texts.slipNote(day(Date.parse(`${slip.asOf}T12:00:00Z`))) : ''}`;
  if (narrow) return <Narrow drawn={drawn} currency={currency} today={today} note={note} csv={csv} edit={edit} editor={editor} />;
  return (
    <section className="section">
      <Framed
        title={texts.title}
        note={note}
        rows={rows}
        tableFirst={!small}
      >
        {small && (
          <svg className="drawing map" viewBox={`0 0 ${drawn.width} ${drawn.height}`} style={{ width: drawn.width, minWidth: drawn.width }} role={draft ? 'group' : 'img'} aria-label={texts.summary(drawn.nodes.length, drawn.edges.length)}>
            {drawn.columns.map(({ kind, x }) => (
              <text key={kind} x={x} y={HEAD - 12}>
                {texts.columns[kind]}
              </text>
            ))}
            {drawn.edges.map(({ key, d, late }) => (
              <path key={key} d={d} fill="none" stroke={late ? 'var(--loss)' : 'var(--line-strong)'} strokeWidth={late ? 2 : 1.5} />
            ))}
            {drawn.nodes.map((each) => (
              <Box key={each.node.id} placed={each} currency={currency} today={today} pressing={draft ? pressing : undefined} />
            ))}
          </svg>
        )}
      </Framed>
      {edit && <div className="map-edit">{edit}</div>}
      <p className="visually-hidden" role="status">{draft ? pressing.said : ''}</p>
      {editor}
    </section>
  );
}

/** On a phone the columns lie below each other, and the lines are words. */
function Narrow({ drawn, currency, today, note, csv, edit, editor }: { drawn: Drawn; currency: string; today: string; note: string; csv(): void; edit: ReactNode; editor: ReactNode }) {
  return (
    <section className="section">
      <div className="section-head">
        <h2>{texts.title}</h2>
        <span className="spring" />
        {edit}
        <SaveMenu name={texts.title} csv={csv} />
      </div>
      <div className="panel part">
        <p className="small quiet">{note}</p>
        {drawn.columns.map(({ kind }) => (
          <div key={kind} className="map-kind">
            <h3>{texts.columns[kind]}</h3>
            <ul>
              {drawn.nodes.filter(({ node }) => node.kind === kind).map((placed) => {
                const tone = toneOf(placed);
                const worth = worthOf(placed, currency);
                return (
                  <li key={placed.node.id}>
                    <span>
                      {placed.node.title}
                      {placed.leadsTo.length > 0 && <span className="small quiet"> · {texts.leads(placed.leadsTo.join(', '))}</span>}
                      {worth && <span className={isLate(placed.slip) ? 'small loss' : 'small quiet'}> · {worth}</span>}
                    </span>
                    {tone && <Mark tone={tone} text={stateOf(placed, today)} />}
                  </li>
                );
              })}
            </ul>
          </div>
        ))}
      </div>
      {editor}
    </section>
  );
}

interface Pressing {
  start: string | null;
  said: string;
  press(id: string): void;
}

/** One box is chosen, then another: the line between them comes or goes. */
function usePressing(draft: Draft | null, change: (draft: Draft) => void): Pressing {
  const [start, setStart] = useState<string | null>(null);
  const [said, setSaid] = useState('');
  const title = (id: string) => draft?.nodes.find((node) => node.id === id)?.title ?? id;
  return {
    start,
    said,
    press: (id) => {
      if (!draft) return;
      if (start === null || start === id || !draft.nodes.some((node) => node.id === start)) {
        setStart(start === id ? null : id);
        setSaid(start === id ? '' : texts.edit.chosen(title(id)));
        return;
      }
      const next = toggled(draft, start, id);
      setStart(null);
      setSaid((next ? texts.edit.lined : texts.edit.refused)(title(start), title(id)));
      if (next) change(next);
    },
  };
}

function Box({ placed, currency, today, pressing }: { placed: Placed; currency: string; today: string; pressing?: Pressing }) {
  const { node, x, y, slip } = placed;
  const tone = toneOf(placed);
  const lines = wrapped(node.title, PER_LINE, TITLE_LINES);
  const said = stateOf(placed, today);
  const worth = worthOf(placed, currency);
  const loose = node.kind === 'BENEFIT' && !node.metric;
  const chosen = pressing?.start === node.id;
  const pressed = pressing && {
    role: 'button', tabIndex: 0, className: 'map-press', 'aria-pressed': chosen, 'aria-label': texts.edit.choose(node.title, texts.kinds[node.kind].toLowerCase()),
    onClick: () => pressing.press(node.id),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      pressing.press(node.id);
    },
  };
  return (
    <g {...pressed}>
      <title>{[node.title, said, worth, ...(slip?.reasons ?? [])].filter(Boolean).join(' · ')}</title>
      <rect x={x} y={y} width={BOX.width} height={BOX.height} rx="3" fill="var(--page)" stroke={chosen ? 'var(--accent)' : isLate(slip) ? 'var(--loss)' : 'var(--line-strong)'} strokeWidth={chosen ? 3 : isLate(slip) ? 2 : 1} strokeDasharray={loose ? '4 3' : undefined} />
      {lines.map((line, at) => (
        <text key={line} className="name strong" x={x + 10} y={y + 18 + at * 14}>
          {line}
        </text>
      ))}
      {tone && (
        <>
          <svg x={x + 10} y={y + 39} width="11" height="11" viewBox="0 0 12 12" style={{ color: COLOUR[tone] }}>
            {markPath(tone)}
          </svg>
          <text x={x + 26} y={y + 49} style={{ fill: COLOUR[tone] }}>
            {said}
          </text>
        </>
      )}
      {worth && (
        <text x={x + 10} y={y + 66} style={isLate(slip) ? { fill: 'var(--loss)' } : undefined}>
          {worth}
        </text>
      )}
    </g>
  );
}

function stateOf({ node, slip, benefit }: Placed, today: string): string {
  if (node.kind === 'DELIVERABLE') return state({ dueOn: slip?.dueOn ?? null, doneOn: slip?.doneOn ?? null }, today).text;
  if (node.kind !== 'BENEFIT') return '–';
  if (!node.metric) return texts.unmeasured;
  return benefit ? (projectTexts.states[benefit.state] ?? benefit.state) : texts.noState;
}

/** What a deliverable's slip costs, or what a benefit brings; null where there is nothing to say. */
function worthOf({ node, slip, brings }: Placed, currency: string): string | null {
  if (node.kind === 'BENEFIT' && brings) {
    if (brings.perDay === null) return texts.worthUnknown;
    return (brings.rate === 'LIVE' ? texts.earns : texts.promises)(money(brings.perDay, currency));
  }
  if (node.kind !== 'DELIVERABLE' || !slip || slip.doneOn) return null;
  if (slip.lostPerDay === null) return texts.slipUnknown;
  const perDay = money(slip.lostPerDay, currency);
  return isLate(slip) && slip.lostSoFar !== null ? texts.lost(money(slip.lostSoFar, currency), perDay) : texts.slip(perDay);
}

/** The last columns of the table: a day's slip, what was lost so far, why either is unknown. */
function costOf({ node, slip }: Placed): (string | number | null)[] {
  if (node.kind !== 'DELIVERABLE' || !slip || slip.doneOn) return ['–', '–', '–'];
  return [slip.lostPerDay, slip.lostSoFar, slip.reasons.join(' ') || '–'];
}
