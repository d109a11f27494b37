import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { clockTime } from '../figures/format';
import { Mark } from '../kit/Mark';
import { mayManage } from '../kit/role';
import { texts as kit } from '../kit/texts';
import { useLive } from '../live/Live';
import { useMe } from '../session/SessionGate';
import { ProblemNote } from '../shell/ProblemNote';
import { useUrlText } from '../shell/urlState';
import { connectionsQuery, kindsQuery, type Connection, type Manifest } from './api';
import { texts } from './texts';

const FAMILIES = ['DELIVERY', 'MONITORING', 'BUSINESS'] as const;

/** What is connected, and what could be. */
export function Catalogue() {
  const person = useMe();
  const { data, error, refetch } = useQuery(connectionsQuery);
  const { data: kinds } = useQuery(kindsQuery);
  const [sought, seek] = useUrlText('q');
  const fits = ({ title, description, kind }: Manifest) =>
    `${title} ${description} ${kind}`.toLowerCase().includes(sought.trim().toLowerCase());
  const shown = kinds?.filter(fits) ?? [];
  if (!data) return error ? <ProblemNote error={error} retry={() => void refetch()} /> : <p className="quiet">{kit.reading}</p>;
  return (
    <>
      {data.length === 0 ? (
        <section className="panel empty">
          <h2>{texts.none}</h2>
          <p className="quiet lead-in">{texts.noneLead}</p>
        </section>
      ) : (
        <ul className="panel rows">
          {data.map((connection) => (
            <li key={connection.id} data-row data-connection={connection.id}>
              <div className="what">
                <Link className="title" to={`/connections/${connection.id}`}>
                  {connection.name}
                </Link>
                <div className="small quiet">{kinds?.find(({ kind }) => kind === connection.kind)?.title ?? connection.kind}</div>
              </div>
              <ConnectionState connection={connection} way={kinds?.find(({ kind }) => kind === connection.kind)?.way} />
              {connection.lastError && connection.failures > 0 && <div className="wide-row small loss">{connection.lastError}</div>}
            </li>
          ))}
        </ul>
      )}
      {!mayManage(person) && <p className="notice" style={{ marginTop: 24 }}>{kit.onlyLook(person.role)}</p>}
      {mayManage(person) && (
        <section className="section">
          <div className="section-head">
            <h2>{texts.catalogue}</h2>
            <span className="spring" />
            <TextInput
              size="xs"
              type="search"
              data-search
              aria-label={texts.find}
              placeholder={texts.find}
              value={sought}
              onChange={(event) => seek(event.currentTarget.value)}
            />
          </div>
          {kinds && shown.length === 0 && <p className="panel empty quiet">{texts.nothingFits(sought)}</p>}
          {FAMILIES.map((family) => {
            const own = shown.filter((each) => each.family === family);
            if (own.length === 0) return null;
            return (
              <div key={family} className="family">
                <h3 className="quiet">{texts.families[family]}</h3>
                <ul className="catalogue">
                  {own.map((manifest) => (
                    <li key={manifest.kind} className="panel">
                      <Link to={`/connections/new/${manifest.kind}`} aria-label={texts.setUp(manifest.title)}>
                        {manifest.title}
                      </Link>{' '}
                      <span className="small quiet">{texts.ways[manifest.way]}</span>
                      <p className="small quiet">{manifest.description}</p>
                    </li>
                  ))}
                </ul>
              </div>
            );
          })}
        </section>
      )}
    </>
  );
}

/** How a connection fares, in a word. */
export function ConnectionState({ connection, way }: { connection: Connection; way?: Manifest['way'] }) {
  const { clock } = useLive();
  const { states } = texts;
  if (!connection.enabled) return <Mark tone="off" text={states.off} />;
  if (connection.failures > 0) return <Mark tone="bad" text={states.failing(connection.failures)} />;
  if (connection.lastSuccess) return <Mark tone="good" text={states.since(clockTime(connection.lastSuccess, clock.present()))} />;
  return way === 'FILE' ? <Mark tone="off" text={states.ready} /> : <Mark tone="waiting" text={states.waiting} />;
}
