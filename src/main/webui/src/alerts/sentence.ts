import { number, percent } from '../figures/format';
import type { Episode, RuleFigure, RuleInput, RuleWindow } from './api';
import { texts } from './texts';

/** Figures that are answered by yes or no, and so have no threshold (alert.Figure.yesOrNo). */
export const isQuestion = (figure: RuleFigure): boolean => figure === 'NO_DATA' || figure === 'UNMEASURED' || figure === 'NO_OWNER';

/** Figures that are shares, told in percent. */
const SHARES: (RuleFigure | undefined)[] = ['ACHIEVEMENT', 'ROI_SIMPLE', 'REALISATION', 'FORECAST'];

/** The figure of a rule in words: `mean of an hour`. */
export function figureWords(figure: RuleFigure | undefined, window: string | null | undefined): string {
  const words = figure ? texts.figures[figure] : '';
  return window ? texts.ofWindow(words, texts.windows[window as RuleWindow]) : words;
}

/** A value of a rule's figure: a share of the way is told in percent. */
export function figureValue(value: number, figure: RuleFigure | undefined, unit?: string | null): string {
  if (SHARES.includes(figure)) return percent(value);
  return number(value, figure === 'COUNT' ? null : unit);
}

const comparatorWords = (comparator: string | null | undefined) => (comparator ? (texts.comparators[comparator] ?? comparator) : '');

/** When a rule fires, in a sentence's words. */
export function condition(rule: Pick<RuleInput, 'figure' | 'window' | 'comparator' | 'threshold'>, unit?: string | null): string {
  if (isQuestion(rule.figure) || rule.threshold === null) return texts.rules.yes[rule.figure] ?? '';
  return texts.rules.sentence(
    figureWords(rule.figure, rule.window),
    comparatorWords(rule.comparator),
    figureValue(rule.threshold, rule.figure, unit),
  );
}

/** What crossed which threshold: `mean of an hour 51,000 EUR, above 50,000 EUR`; null where it is not known. */
export function crossing(alert: Episode): string | null {
  if (isQuestion(alert.figure)) return texts.rules.yes[alert.figure] ?? null;
  if (alert.value === null || alert.threshold === null) return null;
  return texts.inbox.crossing(
    figureWords(alert.figure, alert.window),
    figureValue(alert.value, alert.figure, alert.unit),
    comparatorWords(alert.comparator),
    figureValue(alert.threshold, alert.figure, alert.unit),
  );
}

/**
 * What the metrics and projects of these alerts earned per hour, by currency, each of them once; and
 * how many have no worth in money. Alerts of one metric share their worth.
 */
export function atStake(alerts: Episode[]): { sums: [currency: string, amount: number][]; without: number } {
  const sums = new Map<string, number>();
  const seen = new Set<string>();
  let without = 0;
  for (const { metric, project, worthPerHour, currency } of alerts) {
    const what = metric ?? project;
    if (seen.has(what)) continue;
    seen.add(what);
    if (worthPerHour === null || currency === null) without++;
    else sums.set(currency, (sums.get(currency) ?? 0) + worthPerHour);
  }
  return { sums: [...sums].sort(([one], [other]) => one.localeCompare(other)), without };
}

/** `team=platform, country=DE` as labels; null where it is not written so. */
export function labelsOf(text: string): Record<string, string> | null {
  const labels: Record<string, string> = {};
  for (const pair of text.split(',').map((each) => each.trim()).filter(Boolean)) {
    const at = pair.indexOf('=');
    if (at < 1) return null;
    labels[pair.slice(0, at).trim()] = pair.slice(at + 1).trim();
  }
  return labels;
}

export const labelsText = (labels: Record<string, string> | undefined): string =>
  Object.entries(labels ?? {}).map(([name, text]) => `${name}=${text}`).join(', ');
