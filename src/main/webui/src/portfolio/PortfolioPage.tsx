import { useMediaQuery } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useCallback, useMemo } from 'react';
import { portfolio as portfolioQuery } from '../api/queries';
import type { Portfolio, ProjectRow } from '../api/types';
import { clockTime } from '../figures/format';
import { Incomplete } from '../figures/Marks';
import { fileName, saveCsv } from '../figures/save';
import { SaveMenu } from '../figures/SaveMenu';
import { useCommands } from '../keys/commands';
import { useLive } from '../live/Live';
import { ProblemNote } from '../shell/ProblemNote';
import { useUrl, useUrlChoice, useUrlList } from '../shell/urlState';
import { useTitle } from '../shell/useTitle';
import { texts } from '../texts';
import { isPast } from '../time/moment';
import { useMoment } from '../time/useMoment';
import { EmptyPortfolio } from './EmptyPortfolio';
import { fits, grouped, GROUPINGS, type Grouping } from './filter';
import { ProjectCards } from './ProjectCards';
import { ProjectTable } from './ProjectTable';
import { RISKS, riskOf } from './risk';
import { portfolioTexts } from './texts';
import { Toolbar, VIEWS, type Shown } from './Toolbar';
import { Totals } from './Totals';
import { useOrder } from './useOrder';
import './portfolio.css';

const PortfolioCharts = lazy(() => import('./PortfolioCharts'));
const Compare = lazy(() => import('./Compare'));
const NARROW = '(max-width: 900px)';

export default function PortfolioPage() {
  useTitle(texts.portfolio.title);
  const cache = useQueryClient();
  const { paused } = useLive();
  const { data, error, refetch } = useQuery(portfolioQuery(cache, paused, useMoment()));
  if (!data) {
    return error ? <ProblemNote error={error} retry={() => void refetch()} /> : <p className="quiet">{texts.loading}</p>;
  }
  return data.projects.length === 0 ? <EmptyPortfolio /> : <Filled portfolio={data} />;
}

/** The row that has the focus, by the key that its page's address ends with. */
const focused = (): string | undefined =>
  document.activeElement?.closest<HTMLElement>('[data-project]')?.dataset.project;

function Filled({ portfolio }: { portfolio: Portfolio }) {
  const { params, change } = useUrl();
  const { frozenAt, clock } = useLive();
  const past = isPast(useMoment());
  const wall = params.has('wall');
  const [view] = useUrlChoice<Shown>('view', VIEWS);
  const [chosen, choose] = useUrlList('vs');
  const chosenRows = chosen.flatMap((key) => portfolio.projects.find((row) => row.key === key) ?? []);
  const types = useMemo(() => [...new Set(portfolio.projects.map(({ type }) => type))].sort(), [portfolio.projects]);

  useCommands([
    { id: 'wall', title: wall ? portfolioTexts.leaveWall : portfolioTexts.wall, group: 'page', keys: 'w', run: () => change({ wall: wall ? null : '1' }, { push: true }) },
    {
      id: 'explain', title: portfolioTexts.explainRow, group: 'page', keys: 'e',
      run: () => change({ explain: 'realised', of: focused() ?? null }, { push: true }),
    },
    ...(wall ? [{ id: 'leave wall', title: portfolioTexts.leaveWall, group: 'page' as const, keys: 'Escape', run: () => change({ wall: null }) }] : []),
    ...VIEWS.map((name, at) => ({
      id: `view ${name}`, title: `${portfolioTexts.views.label}: ${portfolioTexts.views[name]}`, group: 'page' as const, keys: `v ${at + 1}`,
      run: () => change({ view: name === VIEWS[0] ? null : name }),
    })),
  ]);

  return (
    <div data-frozen={frozenAt !== null && !past} className={wall ? 'wall' : undefined}>
      <div className="page-head">
        <h1>{texts.portfolio.title}</h1>
        <span className="quiet">{texts.portfolio.count(portfolio.projects.length)}</span>
        <span className="spring" />
        {wall && (
          <button type="button" className="text-button small" onClick={() => change({ wall: null })}>
            {portfolioTexts.leaveWall}
          </button>
        )}
        {frozenAt !== null && !past && (
          <span className="quiet small">{texts.link.asOf(clockTime(frozenAt, clock.present(), true))}</span>
        )}
      </div>
      <section className="panel" aria-label={texts.portfolio.totals}>
        <Totals portfolio={portfolio} />
        <Incomplete complete={portfolio.totals.complete} reasons={portfolio.totals.reasons} />
      </section>
      <section className="section">
        {!wall && (
          <Toolbar
            types={types}
            comparing={chosenRows.length}
            extra={view === 'table' && <SaveMenu name={texts.portfolio.table} csv={() => saveCsv(fileName('portfolio'), table(portfolio.projects))} />}
          />
        )}
        <Suspense fallback={<p className="quiet">{texts.loading}</p>}>
          {(view === 'charts' || wall) && <PortfolioCharts portfolio={portfolio} />}
          {view === 'compare' && !wall && (
            <Compare rows={chosenRows} remove={(key) => choose(chosen.filter((other) => other !== key))} />
          )}
        </Suspense>
        {(view === 'table' || wall) && <List projects={portfolio.projects} chosen={chosen} />}
      </section>
    </div>
  );
}

function List({ projects, chosen }: { projects: ProjectRow[]; chosen: string[] }) {
  const narrow = useMediaQuery(NARROW);
  const { params, change } = useUrl();
  const [by] = useUrlChoice<Grouping>('group', GROUPINGS);
  const text = params.get('q') ?? '';
  const type = params.get('type');
  const risk = RISKS.find((each) => each === params.get('risk')) ?? null;
  const filtered = useMemo(() => projects.filter((row) => fits(row, { text, type, risk })), [projects, text, type, risk]);
  const ordering = useOrder(filtered);
  const groups = useMemo(() => grouped(ordering.rows, by), [ordering.rows, by]);
  const toggle = useCallback(
    (key: string) => {
      const now = new URLSearchParams(window.location.search).getAll('vs');
      change({ vs: now.includes(key) ? now.filter((other) => other !== key) : [...now, key] });
    },
    [change],
  );
  const marked = chosen.join(' ');
  const choosing = useMemo(() => ({ chosen: new Set(marked.split(' ')), toggle }), [marked, toggle]);
  return (
    <>
      {filtered.length < projects.length && (
        <p className="small quiet filtered">
          {filtered.length === 0 ? portfolioTexts.nothing : portfolioTexts.shown(filtered.length, projects.length)}{' '}
          <button type="button" className="text-button small" onClick={() => change({ q: null, type: null, risk: null })}>
            {portfolioTexts.clear}
          </button>
        </p>
      )}
      {filtered.length > 0 &&
        (narrow ? (
          <ProjectCards ordering={ordering} groups={groups} by={by} choosing={choosing} />
        ) : (
          <ProjectTable ordering={ordering} groups={groups} by={by} choosing={choosing} />
        ))}
    </>
  );
}

/** Every project, with what its row shows; figures to the digit. */
function table(projects: ProjectRow[]): (string | number | null)[][] {
  const { figures, portfolio } = texts;
  return [
    ['Key', portfolio.project, 'Type', 'Currency', figures.realised, figures.weighted, figures.cost, figures.roi, figures.earning, figures.achievement, texts.freshness.label, portfolioTexts.risk, portfolio.alerts, 'As of'],
    ...projects.map((row) => [
      row.key, row.name, row.type, row.currency, row.realised, row.weighted, row.cost, row.roiSimple, row.earningPerHour, row.achievement,
      texts.freshness[row.freshness], portfolioTexts.risks[riskOf(row)], row.alerts.firing, row.asOf,
    ]),
  ];
}
