import { Tooltip } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import type { Figure } from '../api/types';
import { texts } from '../texts';
import { money, moneyParts, percent, type MoneyStyle } from './format';

/** Unknown is a word with its reason, never a number. */
export function Unknown({ reasons, bare = false }: { reasons?: string[]; bare?: boolean }) {
  const why = reasons?.length ? reasons.join(' ') : texts.unknownWhy;
  if (bare) return <span className="unknown">{texts.unknown}</span>;
  return (
    <Tooltip label={why} multiline maw={320} events={{ hover: true, focus: true, touch: true }}>
      <span className="unknown" tabIndex={0}>
        {texts.unknown}
        <span className="visually-hidden">: {why}</span>
      </span>
    </Tooltip>
  );
}

interface MoneyProps extends MoneyStyle {
  value: Figure;
  currency: string;
  reasons?: string[];
  bare?: boolean;
}

export function Money({ value, currency, reasons, bare, ...style }: MoneyProps) {
  if (value === null) return <Unknown reasons={reasons} bare={bare} />;
  const { code, amount, codeFirst } = moneyParts(value, currency, style);
  const label = <span className={codeFirst ? 'code' : 'code after'}>{code}</span>;
  return (
    <>
      {codeFirst && label}
      {codeFirst ? `\u2060${amount}` : amount}
      {!codeFirst && label}
    </>
  );
}

interface RatioProps {
  value: Figure;
  reasons?: string[];
  /** With sign and, as a second cue beside it, colour. */
  signed?: boolean;
  digits?: number;
  bare?: boolean;
}

export function Ratio({ value, reasons, signed = false, digits = 1, bare }: RatioProps) {
  if (value === null) return <Unknown reasons={reasons} bare={bare} />;
  const tone = !signed || value === 0 ? undefined : value > 0 ? 'gain' : 'loss';
  return <span className={tone}>{percent(value, { signed, digits })}</span>;
}

/** Marks, for a moment, that a new revision has come; ticking alone does not. */
export function Changing({ revision, children }: { revision: number; children: ReactNode }) {
  const shown = useRef<HTMLSpanElement>(null);
  const last = useRef(revision);
  useEffect(() => {
    if (last.current === revision) return;
    last.current = revision;
    // Two animations that look the same: going from one to the other starts it again, and nothing has to be laid out for it.
    const element = shown.current;
    if (element) element.dataset.changed = element.dataset.changed === 'once' ? 'again' : 'once';
  }, [revision]);
  return <span ref={shown}>{children}</span>;
}

interface FigureProps {
  label: string;
  lead?: boolean;
  note?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
}

/** One figure of a row: what it is, how much, and the line that explains it. */
export function FigureCell({ label, lead = false, note, action, children }: FigureProps) {
  return (
    <div className={lead ? 'figure lead' : 'figure'}>
      <dt>
        {label} {action}
      </dt>
      <dd>
        <div className="amount">{children}</div>
        {note && <div className="note">{note}</div>}
      </dd>
    </div>
  );
}

/** Weighted value's line: how much of the realised value it is. */
export function weightedNote({ realised, weighted }: { realised: Figure; weighted: Figure }): string {
  const part = realised !== null && realised > 0 && weighted !== null ? weighted / realised : null;
  return part === null ? texts.figures.weightedNote : texts.figures.weightedShare(percent(part, { digits: 0 }));
}

export function perDay(perHour: Figure, currency: string): string | undefined {
  return perHour === null ? undefined : texts.figures.perDay(money(perHour * 24, currency, { signed: true }));
}
