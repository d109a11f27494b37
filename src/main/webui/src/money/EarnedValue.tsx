import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { FigureCell } from '../figures/Figure';
import { money, percent } from '../figures/format';
import { WarnMark } from '../figures/Marks';
import { SavedTable } from '../figures/SavedTable';
import { parsed } from '../kit/numbers';
import { texts as kit } from '../kit/texts';
import { ProblemNote } from '../shell/ProblemNote';
import { PageLink } from '../shell/PageLink';
import { useUrlText } from '../shell/urlState';
import { texts as shared } from '../texts';
import { useMoment } from '../time/useMoment';
import { earnedValueQuery, type EarnedValue } from './api';
import { Proved } from './Told';
import { texts } from './texts';

const ROWS = ['budget', 'planned', 'earned', 'actual', 'costVariance', 'scheduleVariance', 'toGo', 'eacAtCpi', 'eacAtPlan', 'eacAtEstimate', 'varianceAtCompletion', 'tcpi'] as const;
const SIGNED = new Set<string>(['costVariance', 'scheduleVariance', 'varianceAtCompletion']);

/** Is the work done worth what was spent on it? Each figure with the sentence that says what it means. */
export function EarnedValueOf({ id }: { id: string }) {
  const [done, setDone] = useUrlText('done');
  const part = parsed(done);
  const told = part !== null && part >= 0 && part <= 100 ? String(part) : undefined;
  const { data, error, refetch } = useQuery(earnedValueQuery(id, useMoment(), told));
  return (
    <section className="section">
      <div className="section-head">
        <h2>{texts.earned.title}</h2>
        <span className="spring" />
        <TextInput
          size="xs" className="done" label={texts.earned.done} inputMode="decimal" value={done} onChange={(event) => setDone(event.currentTarget.value)}
          error={done !== '' && told === undefined ? kit.aNumber : undefined}
        />
      </div>
      <p className="small quiet lead-in">{texts.earned.lead}</p>
      {error && <ProblemNote error={error} retry={() => void refetch()} />}
      {!data && !error && <p className="quiet">{shared.loading}</p>}
      {data && <Filled id={id} value={data} />}
    </section>
  );
}

function Filled({ id, value }: { id: string; value: EarnedValue }) {
  const { currency, cpi, spi, eacAtCpi, budget } = value;
  const amount = (of: number) => money(of, currency);
  return (
    <>
      <div className="panel">
        <dl className="figures three">
          <FigureCell label={texts.earned.figures.cpi} note={cpi.value === null ? undefined : texts.earned.cpi(money(1, currency), money(cpi.value, currency, { digits: 2 }))}>
            <Proved figure={cpi} name="cpi" currency={currency} />
          </FigureCell>
          <FigureCell label={texts.earned.figures.spi} note={spi.value === null ? undefined : texts.earned.spi(percent(spi.value, { digits: 0 }), spi.value)}>
            <Proved figure={spi} name="spi" currency={currency} />
          </FigureCell>
          <FigureCell
            label={texts.earned.figures.eac}
            note={eacAtCpi.value === null || budget.value === null ? undefined : texts.earned.eac(amount(Math.abs(eacAtCpi.value - budget.value)), Math.sign(eacAtCpi.value - budget.value))}
          >
            <Proved figure={eacAtCpi} name="eacAtCpi" currency={currency} />
          </FigureCell>
        </dl>
        {(budget.value === null || budget.value === 0 || value.done === null) && (
          <div className="incomplete">
            <WarnMark />
            <span>
              {value.done === null && budget.value ? (
                <>
                  {cpi.reason} {texts.earned.needsDone} <PageLink to={`/projects/${encodeURIComponent(id)}/benefits`}>{texts.earned.toDeliverables}</PageLink>
                </>
              ) : (
                <>
                  {budget.reason ?? cpi.reason} {texts.earned.needsPlan}
                </>
              )}
            </span>
          </div>
        )}
      </div>
      <SavedTable name={texts.earned.title} className="panel scroll earned" style={{ marginTop: 8 }}>
        <table className="data">
          <thead>
            <tr>
              <th scope="col">{texts.cases.figure}</th>
              <th scope="col" className="num">{shared.chart.value}</th>
              <th scope="col">{texts.cases.formula}</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <td>{texts.earned.doneRow}</td>
              <td className="num" data-csv={value.done ?? ''}>
                {value.done === null ? shared.unknown : percent(value.done)}
              </td>
              <td className="small quiet text">{value.doneFrom ? (texts.earned.doneFrom[value.doneFrom] ?? value.doneFrom) : ''}</td>
            </tr>
            {ROWS.map((name) => (
              <tr key={name}>
                <td>{texts.earned.figures[name]}</td>
                <td className="num" data-csv={value[name].value ?? ''}>
                  <Proved figure={value[name]} name={name} currency={currency} signed={SIGNED.has(name)} />
                </td>
                <td className="small quiet text">{value[name].formula}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </SavedTable>
    </>
  );
}
