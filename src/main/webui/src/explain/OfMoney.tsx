import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import type { ExplainNode } from '../api/types';
import { explanationQuery, type Explanation } from '../money/api';
import { useTerms } from '../money/terms';
import { ProblemNote } from '../shell/ProblemNote';
import { texts } from '../texts';
import { useMoment } from '../time/useMoment';
import { ExplainTree } from './ExplainTree';
import { explainTexts } from './texts';

/** `money:npv:OUTLOOK` names a figure of an appraisal and the case that it is of. */
export function moneyFigure(name: string): { figure: string; basis: string } | null {
  const [kind, figure, basis] = name.split(':');
  return kind === 'money' && figure && basis ? { figure, basis } : null;
}

type Proof = Explanation['proof'];

/** A proof as a tree of figures: each part with what is done with those below it. */
export function asTree({ label, operation, exact, unit, readings, facts, parts }: Proof): ExplainNode {
  const known = Object.entries(facts).map(([name, value]) => `${name} ${value}`);
  return {
    label, unit, readings, exact,
    value: exact === null ? null : Number(exact),
    formula: [explainTexts.operations[operation] ?? operation, ...known].join(' · '),
    from: null, to: null, reasons: [],
    children: parts.map(asTree),
  };
}

interface OfMoneyProps {
  of: string;
  figure: string;
  basis: string;
  head(text: string): ReactNode;
}

/** The proof of a figure of money, down to measured hours and cost lines. */
export function OfMoney({ of, figure, basis, head }: OfMoneyProps) {
  const { data, error, refetch } = useQuery(explanationQuery(of, figure, basis, useMoment(), useTerms()));
  const tree = useMemo<ExplainNode | undefined>(() => {
    if (!data) return undefined;
    const proof = asTree(data.proof);
    return { ...proof, value: data.value, unit: data.unit, formula: data.formula, reasons: data.reason ? [data.reason] : [] };
  }, [data]);
  if (!tree) return error ? <ProblemNote error={error} retry={() => void refetch()} /> : <p className="quiet">{texts.loading}</p>;
  return (
    <>
      {head(explainTexts.ofCase(tree.label, explainTexts.bases[basis] ?? basis))}
      <ExplainTree root={tree} />
    </>
  );
}
