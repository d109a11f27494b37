import { useMemo, useRef } from 'react';
import type { Window } from '../api/types';
import { day } from '../figures/format';
import { fileName, saveCsv, savePng, saveSvg, standalone } from '../figures/save';
import { SaveMenu } from '../figures/SaveMenu';
import { texts as common } from '../texts';
import type { Preview, RuleInput } from './api';
import { figureValue } from './sentence';
import { texts } from './texts';

const { chart } = common;
const WIDTH = 480;
const HEIGHT = 120;
const BOTTOM = 100;
const TOP = 12;

type Terms = Pick<RuleInput, 'figure' | 'threshold'>;

interface PreviewChartProps {
  windows: Window[];
  preview: Preview;
  terms: Terms;
  name: string;
  unit: string | null;
}

/** The figure of a rule in a stored hour; none for figures that hours do not tell. */
export function valueOf(window: Window, figure: RuleInput['figure']): number | null {
  switch (figure) {
    case 'VALUE':
      return window.last;
    case 'MEAN':
      return window.mean;
    case 'MIN':
      return window.min;
    case 'MAX':
      return window.max;
    case 'SUM':
      return window.sum;
    case 'COUNT':
      return window.count;
    case 'ACHIEVEMENT':
    case 'REALISED':
    case 'ROI_SIMPLE':
    case 'NO_DATA':
    case 'REALISATION':
    case 'FORECAST':
    case 'BURN_RATE':
    case 'UNMEASURED':
    case 'NO_OWNER':
      return null;
  }
}

/** The metric's hours, the threshold, and shaded when the rule would have fired. The table below says the same. */
export function PreviewChart({ windows, preview, terms, name, unit }: PreviewChartProps) {
  const line = useMemo(
    () =>
      windows.flatMap((window) => {
        const value = valueOf(window, terms.figure) ?? window.mean;
        return value === null ? [] : [{ at: Date.parse(window.start), value }];
      }),
    [windows, terms.figure],
  );
  const figure = useRef<HTMLElement>(null);
  const drawing = () => standalone(figure.current!.querySelector('svg')!, texts.editor.preview);
  if (line.length < 2) return null;
  const start = line[0]!.at;
  const end = Math.max(Date.parse(preview.to), line.at(-1)!.at);
  const shown = [...line.map(({ value }) => value), ...(valued(terms) ? [terms.threshold!] : [])];
  const low = Math.min(...shown);
  const high = Math.max(...shown);
  const x = (at: number) => ((Math.max(at, start) - start) / Math.max(1, end - start)) * WIDTH;
  const y = (value: number) => BOTTOM - ((value - low) / (high - low || 1)) * (BOTTOM - TOP);
  // Hours keep readings, not achievement or money: then the line is the metric itself, and the threshold has no place on it.
  const own = valueOf(windows[0]!, terms.figure) !== null;
  const path = line.map(({ at, value }, index) => `${index === 0 ? 'M' : 'L'}${x(at).toFixed(1)} ${y(value).toFixed(1)}`).join('');
  return (
    <figure ref={figure}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={own ? texts.editor.chart(name) : preview.fired === null ? texts.editor.chartAlone(name) : texts.editor.chartFired(name)}>
        {preview.episodes.map(({ firedAt, resolvedAt }) => {
          const from = x(Date.parse(firedAt));
          const to = x(resolvedAt ? Date.parse(resolvedAt) : end);
          return <rect key={firedAt} x={from} width={Math.max(1.5, to - from)} y={0} height={BOTTOM} fill="var(--loss)" opacity=".22" />;
        })}
        <path d={path} fill="none" stroke="var(--chart-value)" strokeWidth="1.4" vectorEffect="non-scaling-stroke" />
        {valued(terms) && (
          <path d={`M0 ${y(terms.threshold!)}H${WIDTH}`} stroke="var(--chart-threshold)" strokeDasharray="5 3" vectorEffect="non-scaling-stroke" />
        )}
        <path d={`M0 ${BOTTOM + 0.5}H${WIDTH}`} stroke="var(--line-strong)" vectorEffect="non-scaling-stroke" />
      </svg>
      <figcaption className="legend">
        <span>{day(start)}</span>
        {valued(terms) && (
          <span>
            <svg viewBox="0 0 20 8" aria-hidden="true">
              <path d="M0 4h20" stroke="var(--chart-threshold)" strokeWidth="2" strokeDasharray="5 3" />
            </svg>
            {figureValue(terms.threshold!, terms.figure, unit)}
          </span>
        )}
        {!own && <span>{texts.editor.lineIs}</span>}
        <span style={{ marginInlineStart: 'auto' }}>{day(end)}</span>
        <SaveMenu
          name={texts.editor.preview}
          csv={() => saveCsv(fileName(texts.editor.preview), [[chart.time, name], ...line.map(({ at, value }) => [new Date(at).toISOString(), value])])}
          svg={() => saveSvg(fileName(texts.editor.preview), drawing())}
          png={() => savePng(fileName(texts.editor.preview), drawing())}
        />
      </figcaption>
    </figure>
  );
}

const valued = ({ figure, threshold }: Terms) =>
  threshold !== null && ['VALUE', 'MEAN', 'MIN', 'MAX', 'SUM', 'COUNT'].includes(figure);
