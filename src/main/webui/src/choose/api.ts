import { queryOptions } from '@tanstack/react-query';
import { all } from '../alerts/api';
import type { Answer, Asked } from '../api/types';
import { call, part } from '../kit/http';

export type Summary = Answer<'/api/v1/scenarios'>['items'][number];
export type Scenario = Answer<'/api/v1/scenarios/{id}'>;
export type ScenarioInput = Asked<'/api/v1/scenarios', 'post'>;
export type Report = Scenario['result']['choice'];
export type Line = Report['projects'][number];
export type Resource = Report['resources'][number];
export type Point = NonNullable<Scenario['result']['frontier']>[number];

export const keys = {
  list: ['scenarios'] as const,
  one: (id: string) => ['scenarios', id] as const,
};

export const scenariosQuery = queryOptions({ queryKey: [...keys.list, 'all'], queryFn: () => all<Summary>('/api/v1/scenarios') });
export const scenarioQuery = (id: string) =>
  queryOptions({ queryKey: keys.one(id), queryFn: () => call<Scenario>('get', `/api/v1/scenarios/${part(id)}`) });
