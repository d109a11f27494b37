import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import '../kit/kit.css';
import { FigureCell } from '../figures/Figure';
import { Incomplete } from '../figures/Marks';
import { definition } from '../project/facts';
import { ProjectHead } from '../project/ProjectTabs';
import { ProblemNote } from '../shell/ProblemNote';
import { useTitle } from '../shell/useTitle';
import { texts as shared } from '../texts';
import { useMoment } from '../time/useMoment';
import { Cases, Parts } from './Appraisal';
import { moneyQuery, type Money } from './api';
import { CostLines } from './CostLines';
import { CostOfDelay } from './CostOfDelay';
import { EarnedValueOf } from './EarnedValue';
import { MoneyTerms } from './MoneyTerms';
import { Simulation } from './Simulation';
import { Proved } from './Told';
import { Tornado } from './Tornado';
import { useTerms } from './terms';
import { texts } from './texts';
import './money.css';

/** A project's money: what it is worth, how sure that is, whether the work is worth its cost, and what waiting costs. */
export default function MoneyPage() {
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
  const moment = useMoment();
  const terms = useTerms();
  const { data: money, error, refetch } = useQuery(moneyQuery(id, moment, terms));
  return (
    <div className="money">
      <MoneyTerms money={money} />
      {error && <ProblemNote error={error} retry={() => void refetch()} />}
      {!money && !error && <p className="quiet">{shared.loading}</p>}
      {money && (
        <>
          <Headline money={money} />
          <Cases money={money} />
        </>
      )}
      <Simulation id={id} beside={<Tornado id={id} />} />
      <EarnedValueOf id={id} />
      <CostOfDelay id={id} />
      {money && <Parts money={money} />}
      <CostLines id={id} currency={money?.currency} />
    </div>
  );
}

function Headline({ money }: { money: Money }) {
  const { outlook, realisation, currency } = money;
  return (
    <section className="panel" aria-label={texts.headline}>
      <dl className="figures">
        <FigureCell label={texts.figures.npv} lead note={texts.outlookNote(money.horizon)}>
          <Proved figure={outlook.npv} name="npv" basis="OUTLOOK" currency={currency} signed />
        </FigureCell>
        <FigureCell label={texts.figures.riskAdjustedNpv} note={texts.riskAdjustedNote}>
          <Proved figure={outlook.riskAdjustedNpv} name="riskAdjustedNpv" basis="OUTLOOK" currency={currency} signed />
        </FigureCell>
        <FigureCell label={texts.figures.irr} note={outlook.rateCount > 1 ? texts.manyRates(outlook.rateCount) : texts.irrNote}>
          <Proved figure={outlook.irr} name="irr" basis="OUTLOOK" currency={currency} signed />
        </FigureCell>
        <FigureCell label={texts.figures.paybackMonths} note={texts.paybackNote}>
          <Proved figure={outlook.paybackMonths} name="paybackMonths" basis="OUTLOOK" currency={currency} />
        </FigureCell>
        <FigureCell label={texts.realisation} note={texts.realisationNote}>
          <Proved figure={realisation.toDate} name="realisationToDate" basis="TO_DATE" currency={currency} share />
        </FigureCell>
      </dl>
      <Incomplete complete={money.complete} reasons={money.reasons} />
    </section>
  );
}
