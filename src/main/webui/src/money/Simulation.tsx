import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { Explained } from '../explain/Explained';
import { useDrawing } from '../figures/drawing';
import { FigureCell, Money, Unknown } from '../figures/Figure';
import { compactNumber, money, number, percent } from '../figures/format';
import { Framed } from '../figures/Framed';
import { Incomplete } from '../figures/Marks';
import { parsed } from '../kit/numbers';
import { texts as kit } from '../kit/texts';
import { ProblemNote } from '../shell/ProblemNote';
import { useUrl, useUrlChoice } from '../shell/urlState';
import { texts as shared } from '../texts';
import { useMoment } from '../time/useMoment';
import { simulationQuery, type Simulated } from './api';
import { curveOf, span } from './chart';
import { Histogram } from './Histogram';
import { Ranges } from './Ranges';
import { BASES, RUNS, SEED, SHAPES, useDraw, useTerms, whole, type Shape } from './terms';
import { texts } from './texts';

/** What net present value may come to: drawn again by its seed, which the address holds. */
export function Simulation({ id, beside }: { id: string; beside: ReactNode }) {
  const { params, change } = useUrl();
  const [shape, setShape] = useUrlChoice('shape', SHAPES);
  const draw = useDraw();
  const { seed, runs } = draw;
  const told = params.get('tied') ?? '';
  const [typed, setTyped] = useState({ seed: String(seed), runs: String(runs), tied: told });
  // Only what is drawn by takes over what is typed: the address also changes when a drawer closes.
  useEffect(() => setTyped({ seed: String(seed), runs: String(runs), tied: told }), [seed, runs, told]);
  const { data, error, refetch, isFetching } = useQuery(simulationQuery(id, useMoment(), useTerms(), draw));
  const field = (name: keyof typeof typed) => ({
    size: 'xs' as const, inputMode: 'decimal' as const, value: typed[name],
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) => setTyped((before) => ({ ...before, [name]: value })),
    error: typed[name] !== '' && parsed(typed[name]) === null ? kit.aNumber : undefined,
  });
  return (
    <section className="section">
      <form
        className="draw"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const next = { seed: whole(typed.seed), runs: whole(typed.runs) };
          change(
            { seed: next.seed === null || next.seed === SEED ? null : String(next.seed), runs: next.runs === null || next.runs === RUNS ? null : String(next.runs), tied: parsed(typed.tied) === null ? null : String(parsed(typed.tied)) },
            { push: true },
          );
        }}
      >
        <BasisChoice />
        <TextInput label={texts.simulation.seed} {...field('seed')} />
        <TextInput label={texts.simulation.runs} {...field('runs')} />
        <NativeSelect
          size="xs" label={texts.simulation.shape} value={shape} onChange={(event) => setShape(event.currentTarget.value as Shape)}
          data={SHAPES.map((value) => ({ value, label: texts.simulation.shapes[value]! }))}
        />
        <TextInput label={texts.simulation.tied} {...field('tied')} />
        <Button type="submit" size="xs" loading={isFetching}>
          {texts.simulation.run}
        </Button>
      </form>
      {error && <ProblemNote error={error} retry={() => void refetch()} />}
      {!data && !error && <p className="quiet">{shared.loading}</p>}
      {data && <Drawn data={data} />}
      <div className="pair told">
        {beside}
        {data && data.lines.length > 0 && <Ranges data={data} />}
      </div>
    </section>
  );
}

/** Which case is drawn and swung; one choice for both. */
export function BasisChoice() {
  const [basis, setBasis] = useUrlChoice('basis', BASES);
  return (
    <NativeSelect
      size="xs" label={texts.basis} value={basis} onChange={(event) => setBasis(event.currentTarget.value as (typeof BASES)[number])}
      data={BASES.map((value) => ({ value, label: texts.bases[value]! }))}
    />
  );
}

function Drawn({ data }: { data: Simulated }) {
  const { currency, mean, probabilityNegative: loss, cvar95, standardDeviation } = data;
  const amount = (of: number | null) => (of === null ? shared.unknown : money(of, currency));
  const share = (of: number | null) => (of === null ? shared.unknown : percent(of));
  if (mean === null) {
    return (
      <div className="panel empty">
        <p>{texts.simulation.none}</p>
        {data.reasons.map((reason) => <p key={reason} className="small quiet">{reason}</p>)}
        <p className="small quiet">{texts.simulation.noLines}</p>
      </div>
    );
  }
  return (
    <>
      <div className="panel">
        <dl className="figures four">
          <FigureCell label={texts.simulation.loss} note={texts.simulation.lossNote(share(data.probabilityNegativeFrom), share(data.probabilityNegativeTo))}>
            {loss === null ? <Unknown reasons={data.reasons} /> : <OfDraw name="probabilityNegative" label={texts.simulation.loss}>{percent(loss)}</OfDraw>}
          </FigureCell>
          <FigureCell label={texts.simulation.mean} note={texts.simulation.meanNote(amount(data.meanFrom), amount(data.meanTo))}>
            <OfDraw name="mean" label={texts.simulation.mean}>
              <Money value={mean} currency={currency} signed />
            </OfDraw>
          </FigureCell>
          <FigureCell label={texts.simulation.tail} note={texts.simulation.tailNote(amount(data.cvar95Error))}>
            <OfDraw name="cvar95" label={texts.simulation.tail}>
              <Money value={cvar95} currency={currency} signed reasons={data.reasons} bare />
            </OfDraw>
          </FigureCell>
          <FigureCell label={texts.simulation.spread} note={data.returnRatio === null ? texts.simulation.spreadOnly : texts.simulation.spreadNote(number(data.returnRatio))}>
            <OfDraw name="standardDeviation" label={texts.simulation.spread}>
              <Money value={standardDeviation} currency={currency} reasons={data.reasons} bare />
            </OfDraw>
          </FigureCell>
        </dl>
        <Incomplete complete reasons={data.reasons} />
      </div>
      <div className="pair told">
        <Histogram data={data} />
        <Curve data={data} />
      </div>
    </>
  );
}

/** A figure of the draw, which opens all that it was drawn from. */
function OfDraw({ name, label, children }: { name: keyof Simulated; label: string; children: ReactNode }) {
  return (
    <Explained figure={`drawn:${name}`} name={label}>
      {children}
    </Explained>
  );
}

const HEIGHT = 260;
const LEFT = 44;
const RIGHT = 16;
const TOP = 12;
const BOTTOM = 36;
const CHANCES = [0, 0.25, 0.5, 0.75, 1];
const SLIM = 400;
const NAMED = new Set([0.05, 0.5, 0.95]);

function Curve({ data }: { data: Simulated }) {
  const { currency, probabilityNegative: loss } = data;
  const { width } = useDrawing();
  const steps = curveOf(data);
  if (steps.length < 2) return null;
  const [low, high] = span(steps.map(({ amount }) => amount));
  const x = (amount: number) => LEFT + ((amount - low) / (high - low)) * (width - LEFT - RIGHT);
  const y = (chance: number) => TOP + (1 - chance) * (HEIGHT - TOP - BOTTOM);
  const at = (chance: number) => steps.find((step) => step.chance === chance)?.amount ?? 0;
  const summary = texts.simulation.summary(loss === null ? shared.unknown : percent(loss), money(at(0.05), currency), money(at(0.5), currency), money(at(0.95), currency));
  const inSight = low <= 0 && high >= 0;
  return (
    <Framed
      title={texts.simulation.title}
      note={`${texts.simulation.lead} ${texts.simulation.curveNote(number(data.runs), String(data.seed), texts.simulation.shapes[data.shape] ?? data.shape)}`}
      rows={[[texts.simulation.percentile, texts.simulation.amount(currency)], ...steps.map(({ chance, amount }) => [percent(chance), amount])]}
    >
      <svg className="drawing" viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={summary}>
        {CHANCES.map((chance) => (
          <g key={chance}>
            <path d={`M${LEFT} ${y(chance)}H${width - RIGHT}`} stroke="var(--chart-grid)" />
            <text x={LEFT - 6} y={y(chance) + 4} textAnchor="end">{percent(chance, { digits: 0 })}</text>
            {(width > SLIM || chance % 0.5 === 0) && (
              <text x={LEFT + chance * (width - LEFT - RIGHT)} y={HEIGHT - BOTTOM + 18} textAnchor={chance === 0 ? 'start' : chance === 1 ? 'end' : 'middle'}>
                {compactNumber(low + chance * (high - low))}
              </text>
            )}
          </g>
        ))}
        <text x={width - RIGHT} y={HEIGHT - 4} textAnchor="end">{texts.simulation.amount(currency)}</text>
        {inSight && (
          <g>
            <path d={`M${x(0)} ${TOP}V${HEIGHT - BOTTOM}`} stroke="var(--ink-2)" strokeDasharray="4 3" />
            <text className="ground" x={x(0)} y={HEIGHT - BOTTOM - 6} textAnchor="middle">{texts.simulation.zero}</text>
          </g>
        )}
        <path d={steps.map(({ amount, chance }, index) => `${index === 0 ? 'M' : 'L'}${x(amount).toFixed(1)} ${y(chance).toFixed(1)}`).join('')} fill="none" stroke="var(--chart-value)" strokeWidth="2" />
        {steps.map(({ amount, chance }) => (
          <g key={chance}>
            <circle cx={x(amount)} cy={y(chance)} r={amount === 0 ? 4 : 3} fill={amount === 0 ? 'var(--loss)' : 'var(--chart-value)'} />
            {(NAMED.has(chance) || amount === 0) && (
              <text className="name ground" x={x(amount) + (chance > 0.5 ? -8 : 8)} y={y(chance) + (chance > 0.5 ? -4 : 14)} textAnchor={chance > 0.5 ? 'end' : 'start'}>
                {amount === 0 ? `${percent(chance, { digits: 0 })} ${texts.simulation.loss.toLowerCase()}` : compactNumber(amount)}
              </text>
            )}
          </g>
        ))}
      </svg>
    </Framed>
  );
}
