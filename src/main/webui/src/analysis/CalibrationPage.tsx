import { NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useDrawing } from '../figures/drawing';
import { FigureCell, Unknown } from '../figures/Figure';
import { number, percent } from '../figures/format';
import { Framed } from '../figures/Framed';
import { ProblemNote } from '../shell/ProblemNote';
import { useUrlChoice, useUrlText } from '../shell/urlState';
import { texts as shared } from '../texts';
import { calibrationQuery, type Calibration } from './api';
import { Claims } from './Claims';
import { texts } from './texts';

const SCORED = ['claims', 'metrics'] as const;

/** Stated confidence against what came, of everyone, of one, or of the metrics; and the claims it is told from. */
export function CalibrationPage() {
  const [of, setOf] = useUrlText('of-whom');
  const [scored, setScored] = useUrlChoice('scored', SCORED);
  const ofMetrics = scored === 'metrics';
  const { data, error, refetch } = useQuery(calibrationQuery(ofMetrics ? 'METRICS' : 'CLAIMS', ofMetrics ? undefined : of.trim() || undefined));
  return (
    <>
      <section>
        <div className="section-head">
          <h2>{texts.calibration.title}</h2>
          <span className="spring" />
          <NativeSelect
            size="xs" label={texts.calibration.scored} value={scored} onChange={(event) => setScored(event.currentTarget.value as typeof scored)}
            data={SCORED.map((value) => ({ value, label: texts.calibration.scores[value] }))}
          />
          {!ofMetrics && <TextInput size="xs" className="done" label={texts.calibration.of} placeholder={texts.calibration.everyone} value={of} onChange={(event) => setOf(event.currentTarget.value)} />}
        </div>
        <p className="small quiet lead-in below">{ofMetrics ? texts.calibration.leadOfMetrics : texts.calibration.lead}</p>
        {error && <ProblemNote error={error} retry={() => void refetch()} />}
        {!data && !error && <p className="quiet">{shared.loading}</p>}
        {data?.claims === 0 && <p className="panel empty quiet">{ofMetrics ? texts.calibration.noneOfMetrics : texts.calibration.none}</p>}
        {data && data.claims > 0 && <Filled data={data} />}
      </section>
      <Claims />
    </>
  );
}

/** Nearer than this, stated and come true are told as the same. */
const EVEN = 0.02;

function Filled({ data }: { data: Calibration }) {
  const { calibration } = texts;
  const { hitRate, stated } = data;
  const share = (value: number | null) => (value === null ? <Unknown reasons={[calibration.undecided]} /> : percent(value));
  const score = (value: number | null) => (value === null ? <Unknown reasons={[calibration.undecided]} /> : number(value));
  const over = hitRate === null || stated === null ? null : stated - hitRate;
  return (
    <>
      <div className="panel below">
        <dl className="figures five">
          <FigureCell label={calibration.stated} note={calibration.statedNote}>{share(stated)}</FigureCell>
          <FigureCell label={calibration.came} note={calibration.cameNote(data.decided, data.claims)}>{share(hitRate)}</FigureCell>
          <FigureCell label={calibration.brier} note={calibration.brierNote}>{score(data.brier)}</FigureCell>
          <FigureCell label={calibration.logLoss} note={calibration.logLossNote}>{score(data.logLoss)}</FigureCell>
          <FigureCell label={calibration.coverage} note={calibration.coverageNote(data.intervals)}>{share(data.coverage)}</FigureCell>
        </dl>
      </div>
      <p className="below">
        {over === null ? calibration.undecided : Math.abs(over) < EVEN ? calibration.even : (over > 0 ? calibration.over : calibration.under)(percent(Math.abs(over), { digits: 0 }))}
      </p>
      {data.bands.length > 0 && <Reliability data={data} />}
    </>
  );
}

const HEIGHT = 280;
const LEFT = 48;
const RIGHT = 20;
const TOP = 12;
const BOTTOM = 32;
const TICKS = [0, 0.25, 0.5, 0.75, 1];

function Reliability({ data: { bands } }: { data: Calibration }) {
  const { calibration } = texts;
  const { width } = useDrawing();
  const x = (value: number) => LEFT + value * (width - LEFT - RIGHT);
  const y = (value: number) => TOP + (1 - value) * (HEIGHT - TOP - BOTTOM);
  const band = (from: number, to: number) => calibration.bandOf(percent(from, { digits: 0 }), percent(to, { digits: 0 }));
  const told = bands.map(({ from, to, hitRate, decided }) => calibration.point(band(from, to), percent(hitRate, { digits: 0 }), decided));
  const most = Math.max(...bands.map(({ decided }) => decided), 1);
  return (
    <Framed
      title={calibration.chart}
      note={calibration.chartNote}
      rows={[[calibration.band, calibration.hit, calibration.decided], ...bands.map(({ from, to, hitRate, decided }) => [band(from, to), percent(hitRate), decided])]}
    >
      <svg className="drawing" viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={calibration.summary(told.join('; '))}>
        {TICKS.map((tick) => (
          <g key={tick}>
            <path d={`M${LEFT} ${y(tick)}H${width - RIGHT}`} stroke="var(--chart-grid)" />
            <text x={LEFT - 6} y={y(tick) + 4} textAnchor="end">{percent(tick, { digits: 0 })}</text>
            <text x={x(tick)} y={HEIGHT - 10} textAnchor={tick === 1 ? 'end' : 'middle'}>{percent(tick, { digits: 0 })}</text>
          </g>
        ))}
        <path d={`M${x(0)} ${y(0)}L${x(1)} ${y(1)}`} stroke="var(--ink-2)" strokeDasharray="4 3" />
        {bands.map(({ from, to, hitRate, decided }) => (
          <g key={from}>
            <circle cx={x((from + to) / 2)} cy={y(hitRate)} r={4 + 8 * Math.sqrt(decided / most)} fill="var(--chart-value)" fillOpacity={0.35} stroke="var(--chart-value)" />
            <text className="name ground" x={x((from + to) / 2)} y={y(hitRate) + 4} textAnchor="middle">{decided}</text>
          </g>
        ))}
      </svg>
    </Framed>
  );
}
