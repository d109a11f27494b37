import { Button, NativeSelect } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { clockTime, number, percent } from '../figures/format';
import { SavedTable } from '../figures/SavedTable';
import { call } from '../kit/http';
import { Mark } from '../kit/Mark';
import { Refusal } from '../kit/Refusal';
import { isAdmin } from '../kit/role';
import { useMe } from '../session/SessionGate';
import { ProblemNote } from '../shell/ProblemNote';
import { useUrlChoice } from '../shell/urlState';
import { texts as shared } from '../texts';
import { useMoment } from '../time/useMoment';
import { factsQuery, keys, ownQuery, peersQuery, type Fact, type Peers } from './api';
import { useBy } from './By';
import { groupName } from './names';
import { OfThePresent } from './OfThePresent';
import { QuantileCells, QuantileHeads } from './QuantileRow';
import { texts } from './texts';

const FIGURES = ['roiSimple', 'spentOfBudget', 'achievement'] as const;
const BY = ['type', 'programme', 'owner', 'objective'] as const;

/** What to measure oneself by: one's own projects, other organisations, and what is published. */
export function Benchmarks() {
  return (
    <>
      <OwnClasses />
      <PeersOf />
      <PublicFacts />
    </>
  );
}

function OwnClasses() {
  const [figure, setFigure] = useUrlChoice('figure', FIGURES);
  const [by, choice] = useBy(BY);
  const { data, error, refetch } = useQuery(ownQuery(figure, by, useMoment()));
  return (
    <section>
      <div className="section-head">
        <h2>{texts.own.title}</h2>
        <span className="spring" />
        <div className="by">
          <NativeSelect
            size="xs" label={texts.own.figure} value={figure} onChange={(event) => setFigure(event.currentTarget.value as (typeof FIGURES)[number])}
            data={FIGURES.map((value) => ({ value, label: texts.own.figures[value]! }))}
          />
          {choice}
        </div>
      </div>
      <p className="small quiet lead-in below">{texts.own.lead}</p>
      {error && <ProblemNote error={error} retry={() => void refetch()} />}
      {!data && !error && <p className="quiet">{shared.loading}</p>}
      {data && (
        <SavedTable name={texts.own.title}>
          <table className="data">
            <thead>
              <tr>
                <th scope="col">{texts.own.class}</th>
                <QuantileHeads />
              </tr>
            </thead>
            <tbody>
              <tr data-row>
                <td><strong>{texts.own.all}</strong></td>
                <QuantileCells of={data.all} format={percent} />
              </tr>
              {data.classes.map(({ group, quantiles }) => (
                <tr key={group ?? ''} data-row>
                  <td>{groupName(group)}</td>
                  <QuantileCells of={quantiles} format={percent} />
                </tr>
              ))}
            </tbody>
          </table>
        </SavedTable>
      )}
    </section>
  );
}

function PeersOf() {
  return (
    <section>
      <h2>{texts.peers.title}</h2>
      <OfThePresent>
        <PeersNow />
      </OfThePresent>
    </section>
  );
}

function PeersNow() {
  const cache = useQueryClient();
  const admin = isAdmin(useMe());
  const { data, error, refetch } = useQuery(peersQuery);
  const take = useMutation({
    mutationFn: (takes: boolean) => call<Peers | undefined>(takes ? 'put' : 'delete', '/api/v1/benchmarks/peers'),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.peers }),
  });
  const { peers } = texts;
  return (
    <>
      {error && <ProblemNote error={error} retry={() => void refetch()} />}
      {data && (
        <div className="stack">
          <div className="peers-line">
            <Mark tone={data.memberSince ? 'good' : 'off'} text="" />
            <span className="small">{data.memberSince ? peers.on(clockTime(data.memberSince, Date.now())) : peers.off}</span>
            {admin ? (
              <Button size="compact-xs" variant="default" loading={take.isPending} onClick={() => take.mutate(!data.memberSince)}>
                {data.memberSince ? peers.leave : peers.join}
              </Button>
            ) : (
              <span className="small quiet">{peers.onlyAdmins}</span>
            )}
          </div>
          <Refusal error={take.error} />
          {data.memberSince && data.cells.length === 0 && <p className="panel empty quiet">{peers.none}</p>}
          {data.cells.length > 0 && (
            <div>
              <SavedTable name={peers.title}>
                <table className="data">
                  <thead>
                    <tr>
                      <th scope="col">{peers.columns.of}</th>
                      <th scope="col">{peers.columns.figure}</th>
                      {(['p25', 'p50', 'p75', 'tenants', 'noise', 'vintage'] as const).map((column) => (
                        <th key={column} scope="col" className="num">{peers.columns[column]}</th>
                      ))}
                    </tr>
                  </thead>
                  <tbody>
                    {data.cells.map((cell) => (
                      <tr key={`${cell.of} ${cell.figure}`} data-row>
                        <td>{groupName(cell.of)}</td>
                        <td>{cell.figure}</td>
                        {(['p25', 'p50', 'p75'] as const).map((column) => (
                          <td key={column} className="num" data-label={peers.columns[column]} data-csv={cell[column]}>{percent(cell[column])}</td>
                        ))}
                        <td className="num" data-label={peers.columns.tenants}>{number(cell.tenants)}</td>
                        <td className="num" data-label={peers.columns.noise}>{number(cell.epsilon)}</td>
                        <td className="num" data-label={peers.columns.vintage}>{cell.vintage}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </SavedTable>
            </div>
          )}
          <details className="small quiet">
            <summary>{peers.how}</summary>
            {data.mechanism}
          </details>
        </div>
      )}
    </>
  );
}

const value = ({ value: told, unit }: Fact) => (unit.startsWith('share') ? `${percent(told)} ${unit.replace(/^share( of)?/, 'of').trim()}` : number(told, unit));

function PublicFacts() {
  const { data, error, refetch } = useQuery(factsQuery);
  return (
    <section>
      <h2>{texts.facts.title}</h2>
      <p className="small quiet lead-in below">{texts.facts.lead}</p>
      {error && <ProblemNote error={error} retry={() => void refetch()} />}
      {data && (
        <SavedTable name={texts.facts.title}>
          <table className="data">
            <thead>
              <tr>
                <th scope="col">{texts.facts.figure}</th>
                <th scope="col">{texts.facts.value}</th>
                <th scope="col">{texts.facts.of}</th>
                <th scope="col" className="num">{texts.facts.year}</th>
                <th scope="col">{texts.facts.source}</th>
              </tr>
            </thead>
            <tbody>
              {data.map((fact) => (
                <tr key={`${fact.figure} ${fact.of}`} data-row>
                  <td className="text">{fact.figure}</td>
                  <td data-label={texts.facts.value} data-csv={fact.value}>{value(fact)}</td>
                  <td className="text small quiet">{fact.of}</td>
                  <td className="num" data-label={texts.facts.year} data-csv={fact.vintage}>{fact.vintage}</td>
                  <td className="text small quiet">{fact.source}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </SavedTable>
      )}
    </section>
  );
}
