import { useId, useRef, useState } from 'react';
import { texts } from '../texts';
import { Canvas } from './Canvas';
import { begun, columns, readout, summary, type ChartProps } from './chartModel';
import { chartSvg } from './chartSvg';
import { clockTime } from './format';
import { fileName, saveCsv, savePng, saveSvg } from './save';
import { SaveMenu } from './SaveMenu';

export type { ChartProps, Interval, Line, Mark, Note, Span } from './chartModel';

const MAX_TABLE_ROWS = 200;

/** A chart with its summary for those who cannot see it, and a table for those who want the figures. */
export function Chart(props: ChartProps) {
  const [tabular, setTabular] = useState(false);
  const [at, setAt] = useState<number | null>(null);
  const id = useId();
  const frame = useRef<HTMLDivElement>(null);
  const { name, height, legend } = props;
  const empty = !props.lines.some(({ values }) => values.some((value) => value !== null));
  return (
    <div ref={frame}>
      {empty ? (
        <div className="chart-empty" style={{ height }}>
          {texts.chart.noData}
        </div>
      ) : tabular ? (
        <ChartTable {...props} />
      ) : (
        <figure aria-labelledby={id}>
          <Canvas {...props} hover={setAt} />
          <figcaption id={id} className="visually-hidden">
            {summary(props)}
          </figcaption>
        </figure>
      )}
      <div className="chart-foot">
        {at !== null && !tabular ? (
          <div className="readout" aria-hidden="true">
            {readout(props, at)}
          </div>
        ) : (
          <div className="legend">{legend}</div>
        )}
        {!empty && (
          <SaveMenu
            name={name}
            csv={() => saveCsv(fileName(name), table(props))}
            svg={() => saveSvg(fileName(name), chartSvg(props, frame.current!))}
            png={() => savePng(fileName(name), chartSvg(props, frame.current!))}
          />
        )}
        {!empty && (
          <button
            type="button"
            className="text-button small"
            onClick={() => setTabular((before) => !before)}
            aria-label={tabular ? texts.chart.asChart(name) : texts.chart.asTable(name)}
          >
            {tabular ? texts.chart.showChart : texts.chart.showTable}
          </button>
        )}
      </div>
    </div>
  );
}

function ChartTable({ name, times, lines, format, height, spans = [] }: ChartProps) {
  const shown = columns(lines);
  const now = Date.now();
  const first = Math.max(0, times.length - MAX_TABLE_ROWS);
  const rows = times.slice(first).map((time, index) => ({ time, index: first + index }));
  return (
    <div className="chart-table" style={{ maxHeight: Math.max(height, 220) }} tabIndex={0}>
      {first > 0 && <p className="small quiet">{texts.chart.truncated(rows.length, times.length)}</p>}
      <table>
        <caption className="visually-hidden">{name}</caption>
        <thead>
          <tr>
            <th scope="col">{texts.chart.time}</th>
            {shown.map(({ label }) => (
              <th scope="col" className="num" key={label}>
                {label}
              </th>
            ))}
            {spans.length > 0 && <th scope="col">{texts.chart.happened}</th>}
          </tr>
        </thead>
        <tbody>
          {rows.reverse().map(({ time, index }) => (
            <tr key={time}>
              <td>{clockTime(time * 1000, now)}</td>
              {shown.map(({ label, values }) => {
                const value = values[index] ?? null;
                return (
                  <td className="num" key={label}>
                    {value === null ? '–' : format(value)}
                  </td>
                );
              })}
              {spans.length > 0 && <td>{begun({ times, spans }, index)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** All points, not only those that the table on the page shows. */
function table({ times, lines, spans = [] }: ChartProps): (string | number | null)[][] {
  const all = columns(lines);
  return [
    [texts.chart.time, ...all.map(({ label }) => label), ...(spans.length ? [texts.chart.happened] : [])],
    ...times.map((time, index) => [
      new Date(time * 1000).toISOString(),
      ...all.map(({ values }) => values[index] ?? null),
      ...(spans.length ? [begun({ times, spans }, index)] : []),
    ]),
  ];
}
