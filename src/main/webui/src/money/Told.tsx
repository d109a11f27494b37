import { Explained } from '../explain/Explained';
import { Money, Unknown } from '../figures/Figure';
import { number, percent } from '../figures/format';
import { texts as shared } from '../texts';
import type { MoneyFigure } from './api';
import { earnedName, figureName, texts } from './texts';

interface ToldProps {
  figure: MoneyFigure;
  currency: string;
  signed?: boolean;
  /** A part of one, told as percent. */
  share?: boolean;
}

/** A figure of money in its own unit; unknown with its reason. */
export function Told({ figure: { value, unit, reason }, currency, signed, share }: ToldProps) {
  if (value === null) return <Unknown reasons={reason ? [reason] : undefined} />;
  if (unit === currency) return <Money value={value} currency={currency} signed={signed} />;
  if (unit === 'per year') return <>{texts.perYear(percent(value, { signed }))}</>;
  if (unit === 'months') return <>{shared.figures.months(number(value))}</>;
  return <>{share ? percent(value, { signed }) : number(value)}</>;
}

interface ProvedProps extends ToldProps {
  /** As the server's proofs call it. */
  name: string;
  /** The case that it is of; without one, a figure of earned value. */
  basis?: string;
}

/** The same, which opens its proof; what is unknown tells its reason instead. */
export function Proved({ name, basis, ...told }: ProvedProps) {
  if (told.figure.value === null) return <Told {...told} />;
  return (
    <Explained figure={basis ? `money:${name}:${basis}` : `earned:${name}`} name={basis ? figureName(name) : earnedName(name)}>
      <Told {...told} />
    </Explained>
  );
}
