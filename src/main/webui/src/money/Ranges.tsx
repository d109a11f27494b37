import { Button, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { money, number } from '../figures/format';
import { parsed } from '../kit/numbers';
import { useUrl } from '../shell/urlState';
import type { Simulated } from './api';
import { asLines, rangesOf, type Range } from './terms';
import { Ties } from './Ties';
import { texts } from './texts';

type Typed = Record<string, { low: string; likely: string; high: string }>;
const POINTS = ['low', 'likely', 'high'] as const;

const shown = (data: Simulated): Typed =>
  Object.fromEntries(data.lines.map(({ key, low, likely, high }) => [key, { low: text(low), likely: text(likely), high: text(high) }]));
const text = (factor: number) => String(Number(factor.toFixed(4)));

/** What each line is drawn between; what is told here goes into the address, nothing is stored. */
export function Ranges({ data }: { data: Simulated }) {
  const { params, change } = useUrl();
  const own = rangesOf(params);
  const [typed, setTyped] = useState<Typed>(() => shown(data));
  const [wrong, setWrong] = useState(false);
  useEffect(() => setTyped(shown(data)), [data]);
  const before = shown(data);

  const draw = () => {
    const told: Record<string, Range> = { ...own };
    for (const [key, points] of Object.entries(typed)) {
      if (POINTS.every((point) => points[point] === before[key]?.[point])) continue;
      const [low, likely, high] = POINTS.map((point) => parsed(points[point]));
      if (low == null || likely == null || high == null || low > likely || likely > high) return setWrong(true);
      told[key] = { low, likely, high };
    }
    setWrong(false);
    change({ line: asLines(told) }, { push: true });
  };
  return (
    <details className="panel pad" open={Object.keys(own).length > 0 || params.has('pair') || undefined}>
      <summary>{texts.simulation.ranges}</summary>
      <p className="small quiet">{texts.simulation.rangesLead}</p>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          draw();
        }}
      >
        <div className="scroll">
          <table className="data ranges">
            <thead>
              <tr>
                <th scope="col">{texts.simulation.line}</th>
                <th scope="col" className="num">{texts.simulation.present}</th>
                {POINTS.map((point) => (
                  <th key={point} scope="col">{texts.simulation[point]}</th>
                ))}
                <th scope="col">{texts.simulation.from}</th>
              </tr>
            </thead>
            <tbody>
              {data.lines.map((line) => (
                <tr key={line.key}>
                  <td>{line.label}</td>
                  <td className="num" data-label={texts.simulation.present}>{money(line.present, data.currency)}</td>
                  {POINTS.map((point) => (
                    <td key={point} data-label={texts.simulation[point]}>
                      {line.source === 'CERTAIN' ? (
                        number(line[point])
                      ) : (
                        <TextInput
                          size="xs" inputMode="decimal" aria-label={texts.simulation.pointOf(texts.simulation[point], line.label)}
                          value={typed[line.key]?.[point] ?? ''}
                          onChange={({ currentTarget: { value } }) =>
                            setTyped((all) => ({ ...all, [line.key]: { ...(all[line.key] ?? { low: '', likely: '', high: '' }), [point]: value } }))
                          }
                        />
                      )}
                    </td>
                  ))}
                  <td data-label={texts.simulation.from}>{texts.simulation.sources[line.source] ?? line.source}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        {wrong && <p className="small loss" role="alert">{texts.simulation.wrongRange}</p>}
        <div className="actions" style={{ marginTop: 8 }}>
          <Button type="submit" size="xs">
            {texts.simulation.run}
          </Button>
          {Object.keys(own).length > 0 && (
            <Button size="xs" variant="default" onClick={() => change({ line: null }, { push: true })}>
              {texts.simulation.reset}
            </Button>
          )}
        </div>
      </form>
      <Ties lines={data.lines} />
      <h3 style={{ marginTop: 12 }}>{texts.simulation.assumptions}</h3>
      <ul className="small quiet assumed">
        {data.assumptions.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
    </details>
  );
}
