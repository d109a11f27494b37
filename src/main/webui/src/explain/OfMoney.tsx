import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import type { ExplainNode } from '../api/types';
import { longDay, number } from '../figures/format';
import { parsed } from '../kit/numbers';
import {
  costsProofQuery, delayProofQuery, earnedProofQuery, explanationQuery, sensitivityProofQuery, simulationProofQuery, yearProofQuery, type Explanation, type FigureProof, type SimulationProof,
} from '../money/api';
import { useDraw, useTerms } from '../money/terms';
import { texts as money } from '../money/texts';
import { ProblemNote } from '../shell/ProblemNote';
import { useUrl } from '../shell/urlState';
import { texts } from '../texts';
import { useMoment } from '../time/useMoment';
import { forecastProofQuery, stakeholderProofQuery } from './api';
import { node, type ProjectNode } from './derived';
import { ExplainTree } from './ExplainTree';
import { furtherOf, isReadings } from './further';
import { explainTexts } from './texts';

/** A figure of money that the server proves; each kind is proved by the terms of the page that shows it. */
export type MoneyFigure =
  | { kind: 'money'; figure: string; basis: string; day?: string }
  | { kind: 'bar'; figure: string; basis: string; bar?: string }
  | { kind: 'costs'; figure: string; nature?: string }
  | { kind: 'year'; figure: string; within: string }
  | { kind: 'earned' | 'delay' | 'drawn' | 'ahead' | 'stakeholder'; figure: string };

/**
 * What an address names: `money:npv:OUTLOOK` a figure of an appraisal and the case that it is of (`money:npv:OUTLOOK:2026-03-01`: with
 * all that one day is made of), `bar:width:OUTLOOK:KEY` one of a bar
 * of the tornado, `earned:cpi` of earned value, `delay:cd3` of waiting, `drawn:mean` of a simulation, `costs:ACTUAL:OPEX` the costs of a
 * stage and nature (without one: of those that tell none), `year:benefit:2026-04-01` a figure of the fiscal year of that day,
 * `ahead:lower` one of the forecast's end, `stakeholder:ID` what somebody's benefits have earned. Null: no figure of money.
 */
export function moneyFigure(name: string): MoneyFigure | null {
  const [kind, figure, basis, ...rest] = name.split(':');
  if (!figure) return null;
  switch (kind) {
    case 'money':
      return basis ? { kind, figure, basis, day: rest[0] } : null;
    case 'bar':
      // A key may hold colons.
      return basis ? { kind, figure, basis, bar: rest.join(':') || undefined } : null;
    case 'costs':
      return { kind, figure, nature: basis };
    case 'year':
      return basis ? { kind, figure, within: basis } : null;
    case 'earned':
    case 'delay':
    case 'drawn':
    case 'ahead':
    case 'stakeholder':
      return { kind, figure };
    default:
      return null;
  }
}

type Proof = Explanation['proof'];

/** Facts that say where a part is proved, and nothing that it is computed by. */
const NAMES: ReadonlySet<string> = new Set(['metric', 'because']);

/**
 * A proof as a tree of figures: each part with what is done with those below it, and where it is proved further.
 *
 * @param whole the figure that is meant where a project proves all of its at once
 */
export function asTree({ label, operation, exact, unit, readings, facts, parts }: Proof, whole = 'realised'): ProjectNode {
  const known = Object.entries(facts).flatMap(([name, value]) => (NAMES.has(name) ? [] : [`${explainTexts.facts[name] ?? name} ${value}`]));
  return {
    label, unit, exact,
    readings: readings !== null && isReadings(readings) ? readings : null,
    further: readings === null ? null : furtherOf(readings, facts.metric ? `metric:${facts.metric}` : whole),
    value: exact === null ? null : Number(exact),
    formula: [explainTexts.operations[operation] ?? operation, ...known].join(' · '),
    from: null, to: null, reasons: [],
    children: parts.map((each) => asTree(each, whole)),
  };
}

/** A figure of a draw with all that it was drawn from. */
export function asDrawn(figure: string, { simulation, how, proof }: SimulationProof): ExplainNode {
  const value = (simulation as unknown as Record<string, unknown>)[figure];
  const tree = asTree(proof);
  return {
    ...tree,
    label: explainTexts.drawn[figure] ?? figure,
    value: typeof value === 'number' ? value : null,
    unit: figure === 'probabilityNegative' ? null : simulation.currency,
    formula: `${explainTexts.drawnFrom(number(simulation.runs), String(simulation.seed))}. ${how}`,
    reasons: simulation.reasons,
  };
}

interface OfMoneyProps {
  of: string;
  told: MoneyFigure;
  head(text: string): ReactNode;
}

/** The proof of a figure of money, down to measured hours and cost lines. */
export function OfMoney({ of, told, head }: OfMoneyProps) {
  switch (told.kind) {
    case 'money':
      return <OfCase of={of} figure={told.figure} basis={told.basis} day={told.day} head={head} />;
    case 'bar':
      return <OfBar of={of} figure={told.figure} basis={told.basis} bar={told.bar} head={head} />;
    case 'earned':
      return <OfEarned of={of} figure={told.figure} head={head} />;
    case 'delay':
      return <OfDelay of={of} figure={told.figure} head={head} />;
    case 'drawn':
      return <OfDraw of={of} figure={told.figure} head={head} />;
    case 'costs':
      return <OfCosts of={of} figure={told.figure} nature={told.nature} head={head} />;
    case 'year':
      return <OfYear of={of} figure={told.figure} within={told.within} head={head} />;
    case 'ahead':
      return <OfForecast of={of} figure={told.figure} head={head} />;
    case 'stakeholder':
      return <OfStakeholder of={of} figure={told.figure} head={head} />;
  }
}

interface OfProps {
  of: string;
  figure: string;
  head(text: string): ReactNode;
}

function OfCase({ of, figure, basis, day, head }: OfProps & { basis: string; day?: string }) {
  const asked = useQuery(explanationQuery(of, figure, basis, useMoment(), useTerms(), day));
  return <Proved asked={asked} head={(label) => head(explainTexts.ofCase(label, explainTexts.bases[basis] ?? basis))} />;
}

function OfBar({ of, figure, basis, bar, head }: OfProps & { basis: string; bar?: string }) {
  const asked = useQuery(sensitivityProofQuery(of, figure, bar, basis, useMoment(), useTerms()));
  return <Proved asked={asked} head={(label) => head(explainTexts.ofCase(label, explainTexts.bases[basis] ?? basis))} />;
}

function OfEarned({ of, figure, head }: OfProps) {
  const part = parsed(useUrl().params.get('done') ?? '');
  return <Proved asked={useQuery(earnedProofQuery(of, figure, useMoment(), part === null ? undefined : String(part)))} head={head} />;
}

function OfDelay({ of, figure, head }: OfProps) {
  return <Proved asked={useQuery(delayProofQuery(of, figure))} head={head} />;
}

function OfCosts({ of, figure, nature, head }: OfProps & { nature?: string }) {
  const label = explainTexts.ofCosts(money.stages[figure] ?? figure, nature ? (money.natures[nature] ?? nature) : money.costs.noNature);
  return <Proved asked={useQuery(costsProofQuery(of, figure, nature, useMoment(), useTerms()))} label={label} head={head} />;
}

function OfYear({ of, figure, within, head }: OfProps & { within: string }) {
  return <Proved asked={useQuery(yearProofQuery(of, figure, within, useMoment(), useTerms()))} head={head} />;
}

function OfForecast({ of, figure, head }: OfProps) {
  const asked = useQuery(forecastProofQuery(of, figure, useMoment()));
  const label = explainTexts.ofForecasts[figure] ?? figure;
  return (
    <>
      <Proved asked={asked} label={label} head={() => head(asked.data ? explainTexts.by(label, longDay(Date.parse(asked.data.at))) : label)} />
      {asked.data?.how && <p className="small quiet">{asked.data.how}</p>}
    </>
  );
}

function OfStakeholder({ of, figure, head }: OfProps) {
  const asked = useQuery(stakeholderProofQuery(of, figure));
  const { data } = asked;
  return (
    <>
      <Proved asked={{ ...asked, data: data && { ...data, reason: null } }} label={explainTexts.ofTheirs} head={(label) => head(data ? explainTexts.ofProject(label, data.role) : label)} />
      {data && data.unknown.length > 0 && <p className="small quiet">{explainTexts.notKnown(data.unknown.join(', '))}</p>}
    </>
  );
}

function OfDraw({ of, figure, head }: OfProps) {
  const { data, error, refetch } = useQuery(simulationProofQuery(of, useMoment(), useTerms(), useDraw()));
  const tree = useMemo(() => (data ? asDrawn(figure, data) : undefined), [data, figure]);
  if (!tree) return <Waiting error={error} again={() => void refetch()} />;
  return <Tree tree={tree} head={head} />;
}

interface ProvedProps {
  asked: {
    /** Without a proof where the figure is not known; without a formula where the proof's first step is it. */
    data: (Pick<FigureProof, 'value' | 'unit' | 'reason'> & { formula?: string; proof: Proof | null }) | undefined;
    error: Error | null;
    refetch(): unknown;
  };
  /** As people call it, where the proof's own label is not it. */
  label?: string;
  whole?: string;
  head(label: string): ReactNode;
}

/** A figure that the server proves, as a tree. */
export function Proved({ asked: { data, error, refetch }, label, whole, head }: ProvedProps) {
  const tree = useMemo<ExplainNode | undefined>(() => {
    if (!data) return undefined;
    const { proof, value, unit, reason } = data;
    const of = proof ? asTree(proof, whole) : node(label ?? '', null);
    return { ...of, label: label ?? of.label, value, unit, formula: data.formula ?? of.formula, reasons: reason ? [reason] : [] };
  }, [data?.proof, data?.value, data?.reason, label, whole]);
  if (!tree) return <Waiting error={error} again={() => void refetch()} />;
  return <Tree tree={tree} head={head} />;
}

function Tree({ tree, head }: { tree: ExplainNode; head(label: string): ReactNode }) {
  return (
    <>
      {head(tree.label)}
      <ExplainTree root={tree} />
    </>
  );
}

function Waiting({ error, again }: { error: Error | null; again(): void }) {
  return error ? <ProblemNote error={error} retry={again} /> : <p className="quiet">{texts.loading}</p>;
}
