import { expect, it } from 'vitest';
import { furtherOf, isReadings } from './further';
import { moneyFigure } from './OfMoney';
import { togetherFigure } from './together';

it.each([
  ['/api/v1/projects/a%20b/value/explain?asOf=2026-01-01T00:00:00Z', { explain: 'weighted', of: 'a b' }],
  ['/api/v1/projects/cloud/money/explain?figure=cost&basis=TO_DATE', { explain: 'money:cost:TO_DATE', of: 'cloud' }],
  ['/api/v1/projects/cloud/money/explain?figure=benefit&basis=OUTLOOK&rate=0.05&day=2026-03-01', { explain: 'money:benefit:OUTLOOK:2026-03-01', of: 'cloud', rate: '0.05' }],
  ['/api/v1/projects/cloud/money/explain?figure=realisationToDate&schedule=green', { explain: 'money:realisationToDate:TO_DATE', of: 'cloud', schedule: 'green' }],
  ['/api/v1/projects/cloud/money/proofs/earned-value?figure=cpi', { explain: 'earned:cpi', of: 'cloud' }],
  ['/api/v1/portfolio/delay/explain?figure=costOfDelayPerWeek&project=cloud', { explain: 'delay:costOfDelayPerWeek', of: 'cloud' }],
])('the server’s %s is a step of the drawer', (path, changes) => {
  expect(furtherOf(path, 'weighted')).toEqual({ kind: 'proof', changes });
});

it('cost lines are on the project’s page of money, readings are shown in place, and what no page shows is no step', () => {
  expect(furtherOf('/api/v1/projects/cloud/costs', 'realised')).toEqual({ kind: 'page', to: '/projects/cloud/money' });
  expect(isReadings('/api/v1/metrics/m1/measurements?from=2026-01-01T00:00:00Z')).toBe(true);
  expect(isReadings('/api/v1/projects/cloud/costs')).toBe(false);
  expect(furtherOf('/api/v1/metrics/m1/measurements', 'realised')).toBeNull();
  expect(furtherOf('/api/v1/projects/cloud/else', 'realised')).toBeNull();
});

it('names of figures are read from the address', () => {
  expect(togetherFigure('group:cost:programme')).toEqual({ kind: 'group', figure: 'cost', by: 'programme' });
  expect(togetherFigure('choice:oneMore:skill: Java')).toEqual({ kind: 'choice', figure: 'oneMore', resource: 'skill: Java' });
  expect(togetherFigure('choice:regret')).toEqual({ kind: 'choice', figure: 'regret', resource: undefined });
  expect(['group:cost', 'group', 'cost', 'money:npv:PLAN'].map(togetherFigure)).toEqual([null, null, null, null]);
  expect(moneyFigure('money:npv:PLAN:2026-03-01')).toEqual({ kind: 'money', figure: 'npv', basis: 'PLAN', day: '2026-03-01' });
  expect(moneyFigure('group:cost:programme')).toBeNull();
  expect(moneyFigure('costs:ACTUAL')).toEqual({ kind: 'costs', figure: 'ACTUAL', nature: undefined });
  expect(moneyFigure('costs:PLANNED:CAPEX')).toEqual({ kind: 'costs', figure: 'PLANNED', nature: 'CAPEX' });
  expect(moneyFigure('year:plannedCost:2026-04-01')).toEqual({ kind: 'year', figure: 'plannedCost', within: '2026-04-01' });
  expect(moneyFigure('ahead:lower')).toEqual({ kind: 'ahead', figure: 'lower' });
  expect(moneyFigure('stakeholder:8c1')).toEqual({ kind: 'stakeholder', figure: '8c1' });
  expect(['year:cost', 'costs', 'ahead'].map(moneyFigure)).toEqual([null, null, null]);
});
