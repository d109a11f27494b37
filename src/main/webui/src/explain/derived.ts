import type { ExplainNode, Figure, MetricFigures, Portfolio, ProjectRow, ProjectValue } from '../api/types';
import { atRisk } from '../portfolio/risk';
import { texts } from '../texts';
import type { Further } from './further';
import { explainTexts } from './texts';

/** The figures that can be explained; `metric:KEY` is a metric's realised value. */
export const FIGURES = [
  'realised', 'cost', 'roi', 'weighted', 'earning', 'achievement', 'roiDiscounted', 'npv', 'irr', 'payback', 'realisationRate', 'atRisk',
] as const;
export type FigureName = (typeof FIGURES)[number];

export const isFigure = (name: string): name is FigureName => (FIGURES as readonly string[]).includes(name);

export function node(label: string, value: Figure, over: Partial<ExplainNode> = {}): ExplainNode {
  return { label, value, exact: null, formula: null, unit: null, from: null, to: null, readings: null, reasons: [], children: [], ...over };
}

/** A sentence goes to the figure that it names, or to all where it names none. */
const about = (reasons: readonly string[], ...names: string[]): string[] =>
  reasons.filter((reason) => !/^(roi|simple roi|discounted roi|npv|irr|mirr|payback|realisation rate)/i.test(reason) || names.some((name) => reason.toLowerCase().startsWith(name)));

/**
 * The server's tree has the simple ROI at its root, with realised value and cost below it. What is asked for is taken
 * from it; a figure that is not in it is put together of the project's figures, in the server's own numbers.
 */
export function projectTree(figure: string, tree: ExplainNode, project: ProjectValue): ExplainNode {
  const [benefit, cost] = tree.children as [ExplainNode | undefined, ExplainNode | undefined];
  const { formula } = explainTexts;
  const { currency, reasons } = project;
  if (figure.startsWith('metric:')) {
    const key = figure.slice('metric:'.length);
    return benefit?.children.find(({ label }) => label.endsWith(`(${key})`)) ?? tree;
  }
  switch (isFigure(figure) ? figure : 'roi') {
    case 'realised':
      return benefit ?? tree;
    case 'cost':
      return cost ?? tree;
    case 'weighted':
      return node(texts.figures.weighted, project.weighted, {
        unit: currency, formula: formula.weighted, reasons: about(reasons),
        children: project.metrics.map((metric) => weighted(metric, currency)),
      });
    case 'earning':
    case 'atRisk':
      return node(texts.figures.earning, project.earningPerHour, {
        unit: currency, formula: formula.earning, reasons: about(reasons),
        children: project.metrics.map((metric) =>
          node(metric.name, metric.earningPerHour, { unit: currency, reasons: metric.reasons, children: terms(metric) }),
        ),
      });
    case 'achievement':
      return node(texts.figures.achievement, project.achievement, {
        formula: formula.achievement, reasons: about(reasons),
        children: project.metrics.map((metric) =>
          node(metric.name, metric.achievement, { formula: formula.metricAchievement, reasons: metric.reasons, children: terms(metric) }),
        ),
      });
    case 'npv':
      return returned(texts.figures.npv, project.npv, currency, formula.npv, about(reasons, 'npv'), benefit, cost);
    case 'irr':
      return returned(texts.figures.irr, project.irr, null, formula.irr, about(reasons, 'irr'), benefit, cost);
    case 'roiDiscounted':
      return returned(texts.figures.roiDiscounted, project.roiDiscounted, null, formula.roiDiscounted, about(reasons, 'discounted roi', 'npv'), benefit, cost);
    case 'payback':
      return returned(texts.figures.payback, project.paybackMonths, texts.figures.monthsUnit, formula.payback, about(reasons, 'payback'), benefit, cost);
    case 'realisationRate':
      return returned(texts.figures.realisationRate, project.realisationRate, null, formula.realisationRate, about(reasons, 'realisation'), benefit, undefined);
    case 'roi':
      return tree;
  }
}

function returned(
  label: string, value: Figure, unit: string | null, formula: string, reasons: string[], ...parts: (ExplainNode | undefined)[]
): ExplainNode {
  return node(label, value, { unit, formula, reasons, children: parts.filter((part) => part !== undefined) });
}

function terms(metric: MetricFigures): ExplainNode[] {
  const { parts } = explainTexts;
  return [
    node(parts.current, metric.current, { unit: metric.unit }),
    node(parts.baseline, metric.baseline, { unit: metric.unit }),
    node(parts.target, metric.target, { unit: metric.unit }),
    node(parts.share, metric.share),
  ];
}

function weighted(metric: MetricFigures, currency: string): ExplainNode {
  const { parts } = explainTexts;
  const share = metric.realised && metric.weighted !== null ? metric.weighted / metric.realised : null;
  return node(metric.name, metric.weighted, {
    unit: currency, reasons: metric.reasons,
    children: [
      node(texts.figures.realised, metric.realised, { unit: currency }),
      ...(share === null ? [] : [node(parts.weight, share)]),
      node(parts.confidence, metric.confidence),
    ],
  });
}

/** A node that stands for a project, or that is proved elsewhere: the drawer offers to go on there. */
export interface ProjectNode extends ExplainNode {
  project?: string;
  further?: Further | null;
}

/** The whole portfolio's figure, project by project. */
export function portfolioTree(figure: FigureName, portfolio: Portfolio): ExplainNode {
  const { totals, currency, projects } = portfolio;
  const own = projects.filter((row) => row.currency === currency);
  const list = (rows: ProjectRow[], of: (row: ProjectRow) => Figure, unit: string | null = currency): ProjectNode[] =>
    rows
      .map((row) => ({ ...node(row.name, of(row), { unit, reasons: row.reasons }), project: row.key }))
      .sort((a, b) => Math.abs(b.value ?? 0) - Math.abs(a.value ?? 0));
  const sum = (label: string, value: Figure, of: (row: ProjectRow) => Figure) =>
    node(label, value, { unit: currency, formula: explainTexts.formula.portfolio, reasons: totals.reasons, children: list(own, of) });
  const realised = sum(texts.figures.realised, totals.realised, (row) => row.realised);
  const cost = sum(texts.figures.cost, totals.cost, (row) => row.cost);
  switch (figure) {
    case 'cost':
      return cost;
    case 'weighted':
      return sum(texts.figures.weighted, totals.weighted, (row) => row.weighted);
    case 'earning':
      return sum(texts.figures.earning, totals.earningPerHour, (row) => row.earningPerHour);
    case 'atRisk': {
      const risk = atRisk(portfolio);
      return node(texts.figures.atRisk, risk.perHour, {
        unit: currency, formula: explainTexts.formula.atRisk, reasons: totals.reasons, children: list(risk.projects, (row) => row.earningPerHour),
      });
    }
    case 'roi':
      return node(texts.figures.roi, totals.roiSimple, {
        formula: explainTexts.formula.portfolioRoi, reasons: totals.reasons, children: [realised, cost],
      });
    default:
      return realised;
  }
}
