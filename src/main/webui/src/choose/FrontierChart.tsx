import { useRef } from 'react';
import { useDrawing } from '../figures/drawing';
import { compactNumber, money } from '../figures/format';
import { cellsOf, fileName, saveCsv, savePng, saveSvg, standalone } from '../figures/save';
import { SaveMenu } from '../figures/SaveMenu';
import type { Point } from './api';
import { texts } from './texts';

const HEIGHT = 200;
const PAD = 16;

interface FrontierChartProps {
  points: Point[];
  currency: string;
  named(key: string): string;
}

/** Value against risk as a line of dots, and as a table that says which projects each of them is. */
export function FrontierChart({ points, currency, named }: FrontierChartProps) {
  const panel = useRef<HTMLDivElement>(null);
  const { width } = useDrawing();
  const drawing = () => standalone(panel.current!.querySelector('svg')!, texts.one.frontier);
  const risks = points.map(({ risk }) => risk);
  const values = points.map(({ value }) => value);
  const scale = (value: number, all: number[], size: number) => {
    const low = Math.min(...all);
    const high = Math.max(...all);
    return PAD + ((value - low) / (high - low || 1)) * (size - 2 * PAD);
  };
  const places = points.map((point) => ({ x: scale(point.risk, risks, width), y: HEIGHT - scale(point.value, values, HEIGHT) }));
  return (
    <section>
      <h2>{texts.one.frontier}</h2>
      <p className="small quiet">{texts.one.frontierLead}</p>
      <div className="panel pad" style={{ marginTop: 8 }} ref={panel}>
        {points.length < 2 ? (
          <p className="small quiet">{texts.one.oneSet}</p>
        ) : (
        <svg
          viewBox={`0 0 ${width} ${HEIGHT}`}
          className="frontier drawing"
          role="img"
          aria-label={texts.one.frontierSummary(points.length, money(Math.min(...values), currency), money(Math.max(...values), currency))}
        >
          <path d={`M${PAD / 2} ${HEIGHT - PAD / 2}H${width}M${PAD / 2} ${HEIGHT - PAD / 2}V0`} stroke="var(--line-strong)" fill="none" />
          <path d={places.map(({ x, y }, at) => `${at === 0 ? 'M' : 'L'}${x} ${y}`).join('')} stroke="var(--chart-value)" fill="none" />
          <text x={PAD / 2 + 4} y={10}>{`${texts.one.worth}, ${compactNumber(Math.max(...values))} ${currency}`}</text>
          <text x={width} y={HEIGHT - PAD} textAnchor="end">{`${texts.one.risk}, ${compactNumber(Math.max(...risks))} ${currency}`}</text>
          {places.map(({ x, y }, at) => (
            <circle key={at} cx={x} cy={y} r="4" fill="var(--chart-value)" />
          ))}
        </svg>
        )}
        <div className="scroll">
          <table className="data">
            <thead>
              <tr>
                <th scope="col" className="num">
                  {texts.one.risk}
                </th>
                <th scope="col" className="num">
                  {texts.one.worth}
                </th>
                <th scope="col">{texts.form.projects}</th>
              </tr>
            </thead>
            <tbody>
              {points.map((point, at) => (
                <tr key={at}>
                  <td className="num" data-label={texts.one.risk} data-csv={point.risk}>
                    {money(point.risk, currency)}
                  </td>
                  <td className="num" data-label={texts.one.worth} data-csv={point.value}>
                    {money(point.value, currency)}
                  </td>
                  <td className="text">{point.projects.map(named).join(', ')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <div className="table-foot">
          <SaveMenu
            name={texts.one.frontier}
            csv={() => saveCsv(fileName(texts.one.frontier), cellsOf(panel.current!.querySelector('table')!))}
            {...(points.length < 2
              ? {}
              : { svg: () => saveSvg(fileName(texts.one.frontier), drawing()), png: () => savePng(fileName(texts.one.frontier), drawing()) })}
          />
        </div>
      </div>
    </section>
  );
}
