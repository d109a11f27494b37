import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '../api/client';
import { Ratio, Unknown } from '../figures/Figure';
import { money, number, percent } from '../figures/format';
import { SavedTable } from '../figures/SavedTable';
import { PageLink } from '../shell/PageLink';
import { ProblemNote } from '../shell/ProblemNote';
import { useUrl } from '../shell/urlState';
import { texts as shared } from '../texts';
import { growthQuery, type Growth } from './api';
import { useBy } from './By';
import { groupName } from './names';
import { QuantileCells, QuantileHeads } from './QuantileRow';
import { ReportForm } from './ReportForm';
import { texts } from './texts';

const BY = ['type', 'programme', 'owner', 'objective'] as const;

/** How budgets and ends moved between two reports, and what feeds it. */
export function GrowthPage() {
  const { params, change } = useUrl();
  const [by, choice] = useBy(BY);
  const then = params.get('then') ?? undefined;
  const now = params.get('later') ?? undefined;
  const { data, error, refetch } = useQuery(growthQuery(then, now, by));
  const [typed, setTyped] = useState({ then: then ?? '', now: now ?? '' });
  const none = error instanceof ApiError && error.problem?.code === 'NO_REPORTS';
  return (
    <>
      <section>
        <div className="section-head">
          <h2>{texts.growth.title}</h2>
          <span className="spring" />
          <form
            className="by"
            onSubmit={(event) => {
              event.preventDefault();
              change({ then: typed.then || null, later: typed.now || null }, { push: true });
            }}
          >
            {choice}
            <TextInput size="xs" type="date" label={texts.growth.from} value={typed.then} onChange={({ currentTarget: { value } }) => setTyped((before) => ({ ...before, then: value }))} />
            <TextInput size="xs" type="date" label={texts.growth.to} value={typed.now} onChange={({ currentTarget: { value } }) => setTyped((before) => ({ ...before, now: value }))} />
            <Button type="submit" size="xs" variant="default">
              {texts.growth.show}
            </Button>
          </form>
        </div>
        <p className="small quiet lead-in below">{texts.growth.lead}</p>
        {none && (
          <div className="panel empty">
            <p>{texts.growth.none}</p>
            <p className="small quiet">{texts.growth.noneNext}</p>
          </div>
        )}
        {error && !none && <ProblemNote error={error} retry={() => void refetch()} />}
        {!data && !error && <p className="quiet">{shared.loading}</p>}
        {data && <Filled data={data} />}
      </section>
      <ReportForm />
    </>
  );
}

const days = (of: number) => texts.growth.days(number(of));

function Filled({ data }: { data: Growth }) {
  const { growth } = texts;
  const classes = [data.all, ...data.classes];
  return (
    <>
      <p className="small quiet below">
        {growth.from} {data.from} {growth.to} {data.to}. {growth.only(data.onlyThen, data.onlyNow)}
      </p>
      <SavedTable name={growth.classes}>
        <table className="data">
          <thead>
            <tr>
              <th scope="col">{growth.class}</th>
              <th scope="col">{growth.what}</th>
              <QuantileHeads />
            </tr>
          </thead>
          <tbody>
            {classes.flatMap((each, at) => {
              const name = at === 0 ? growth.all : groupName(each.group);
              return [
                <tr key={`${at} growth`} data-row>
                  <td>{name}</td>
                  <td>{growth.growth}</td>
                  <QuantileCells of={each.growth} format={(value) => percent(value, { signed: true })} />
                </tr>,
                <tr key={`${at} slip`}>
                  <td>{name}</td>
                  <td>{growth.slip}</td>
                  <QuantileCells of={each.slipDays} format={number} />
                </tr>,
              ];
            })}
          </tbody>
        </table>
      </SavedTable>
      <SavedTable name={growth.title}>
        <table className="data">
          <thead>
            <tr>
              <th scope="col">{growth.columns.project}</th>
              <th scope="col">{growth.columns.class}</th>
              {(['then', 'now', 'growth', 'slip'] as const).map((column) => (
                <th key={column} scope="col" className="num">{growth.columns[column]}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.projects.map((line) => (
              <tr key={line.project} data-row>
                <td className="text"><PageLink to={`/projects/${encodeURIComponent(line.project)}`}>{line.name}</PageLink></td>
                <td>{groupName(line.group)}</td>
                <td className="num" data-label={growth.columns.then} data-csv={line.budgetThen}>{money(line.budgetThen, line.currency)}</td>
                <td className="num" data-label={growth.columns.now} data-csv={line.budgetNow}>{money(line.budgetNow, line.currency)}</td>
                <td className="num" data-label={growth.columns.growth} data-csv={line.growth ?? ''}><Ratio value={line.growth} /></td>
                <td className="num" data-label={growth.columns.slip} data-csv={line.slipDays ?? ''}>{line.slipDays === null ? <Unknown /> : days(line.slipDays)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </SavedTable>
    </>
  );
}
