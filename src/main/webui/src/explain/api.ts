import { queryOptions } from '@tanstack/react-query';
import { call, part } from '../kit/http';
import type { Explanation } from '../money/api';
import { asked, momentKey, type Moment } from '../time/moment';

type Proof = Explanation['proof'];

/** A group's figure; without a proof where it is not known, and `reason` says why. */
export interface GroupExplanation {
  group: string | null;
  value: number | null;
  unit: string | null;
  reason: string | null;
  /** What is in no sum, and why. */
  excluded: { project: string; reason: string }[];
  proof: Proof | null;
}

/** A figure of a choice, of what it was answered with at `solvedAt`. */
export interface ScenarioExplanation {
  value: number | null;
  currency: string;
  formula: string;
  reason: string | null;
  solvedAt: string;
  proof: Proof | null;
}

const STALE_MS = 60_000;

export const groupProofQuery = (by: string, group: string | null, figure: string, moment: Moment) =>
  queryOptions({
    queryKey: ['rollup', 'explain', by, group, figure, momentKey(moment)],
    queryFn: () =>
      call<GroupExplanation>('get', '/api/v1/portfolio/rollup/explain', { query: { by, group: group ?? undefined, figure, ...asked(moment) } }),
    staleTime: STALE_MS,
  });

/** Below the scenario's own key: what is solved again is proved anew. */
export const choiceProofQuery = (scenario: string, figure: string, resource: string | undefined) =>
  queryOptions({
    queryKey: ['scenarios', scenario, 'explain', figure, resource],
    queryFn: () => call<ScenarioExplanation>('get', `/api/v1/scenarios/${part(scenario)}/explain`, { query: { figure, resource } }),
    staleTime: STALE_MS,
  });
