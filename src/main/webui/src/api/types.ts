/**
 * The shapes that the server speaks, by hand until they are generated from /q/openapi. `paths` has
 * the form that openapi-typescript writes, so that the generated one can take its place.
 */

/** A decimal figure; null is unknown, and `reasons` beside it say why. Never 0 for unknown. */
export type Figure = number | null;
/** ISO-8601 with offset. */
export type Instant = string;

export type Freshness = 'LIVE' | 'STALE' | 'NO_DATA';
export type Severity = 'INFO' | 'WARNING' | 'CRITICAL';
export type AlertState = 'PENDING' | 'FIRING' | 'RESOLVED';

export interface Me {
  tenant: { key: string; name: string; zone: string; currency: string };
  name: string;
  role: string;
  scopes: string[];
}

export interface Totals {
  realised: Figure;
  weighted: Figure;
  earningPerHour: Figure;
  cost: Figure;
  roiSimple: Figure;
  complete: boolean;
  reasons: string[];
}

/** What a `value` event and a row of the portfolio have in common. */
export interface ProjectFigures {
  currency: string;
  realised: Figure;
  weighted: Figure;
  earningPerHour: Figure;
  cost: Figure;
  roiSimple: Figure;
  achievement: Figure;
  complete: boolean;
  revision: number;
  asOf: Instant;
  freshness: Freshness;
  lastObserved: Instant | null;
}

export interface ProjectRow extends ProjectFigures {
  id: string;
  key: string;
  name: string;
  type: string;
  realisationRate: Figure;
  reasons: string[];
  alerts: { firing: number; worst: Severity | null };
}

export interface Portfolio {
  currency: string;
  asOf: Instant;
  totals: Totals;
  projects: ProjectRow[];
}

export interface MetricFigures {
  id: string;
  key: string;
  name: string;
  kind: 'LEVEL' | 'FLOW';
  category: string;
  type: string;
  unit: string | null;
  baseline: Figure;
  target: Figure;
  /** The period that a FLOW's baseline and target are units per; the server's default is a month. */
  flowPer?: string | null;
  current: Figure;
  achievement: Figure;
  realised: Figure;
  weighted: Figure;
  earningPerHour: Figure;
  freshness: Freshness;
  lastObserved: Instant | null;
  share: Figure;
  confidence: Figure;
  disbenefit: boolean;
  reasons: string[];
  /** Known only once a `metric` event came. */
  revision?: number;
}

export interface ProjectValue extends ProjectFigures {
  id: string;
  key: string;
  name: string;
  roiDiscounted: Figure;
  npv: Figure;
  irr: Figure;
  paybackMonths: Figure;
  realisationRate: Figure;
  reasons: string[];
  metrics: MetricFigures[];
}

export interface SeriesPoint {
  at: Instant;
  realised: Figure;
  cost: Figure;
}
export interface ValueSeries {
  currency: string;
  points: SeriesPoint[];
}

export interface Window {
  start: Instant;
  end: Instant;
  count: number;
  sum: number;
  min: number;
  max: number;
  mean: number;
  stdDev?: number | null;
  last: number;
  revision: number | null;
}
export interface Windows {
  metric: string;
  size: string;
  windows: Window[];
  nextCursor: string | null;
}

export interface ExplainNode {
  label: string;
  formula?: string | null;
  value: number | string | null;
  unit?: string | null;
  reasons?: string[] | null;
  children?: ExplainNode[] | null;
}

export interface Alert {
  id: string;
  rule: string;
  name: string;
  /** Key or id of the project. */
  project: string;
  metric: string | null;
  severity: Severity;
  state: AlertState;
  late: boolean;
  activeAt: Instant;
  firedAt: Instant | null;
  resolvedAt: Instant | null;
  value: Figure;
  threshold: Figure;
  worthPerHour: Figure;
  currency: string | null;
  acknowledgedAt: Instant | null;
  snoozedUntil: Instant | null;
}

export interface Rule {
  id: string;
  name: string;
  metric: string | null;
  project: string | null;
  figure: string;
  window: string | null;
  comparator: string | null;
  threshold: Figure;
  clear: Figure;
  severity: Severity;
  enabled: boolean;
}

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** RFC 9457. */
export interface Problem {
  title: string;
  status: number;
  code: string;
  detail: string;
  remedy?: string;
  violations?: { field: string; message: string }[];
}

/** Server-Sent Events by name. */
export interface StreamEvents {
  hello: { recovered: boolean; at: Instant };
  value: ProjectFigures & { project: string; id: string };
  metric: Pick<
    MetricFigures,
    'key' | 'current' | 'lastObserved' | 'realised' | 'weighted' | 'earningPerHour' | 'achievement' | 'freshness'
  > & { metric: string; project: string; revision: number; asOf: Instant };
  alert: Alert;
  reset: { reason: string };
}
export type StreamEventName = keyof StreamEvents;

type Json<T> = { content: { 'application/json': T } };
type Refused = { content: { 'application/problem+json': Problem } };
type Get<T, Query = never, Path = never> = {
  get: {
    parameters: ([Query] extends [never] ? { query?: never } : { query?: Query }) &
      ([Path] extends [never] ? { path?: never } : { path: Path });
    responses: { 200: Json<T>; default: Refused };
  };
};

export interface paths {
  '/api/v1/me': Get<Me>;
  '/api/v1/session': {
    post: {
      parameters: { query?: never; path?: never };
      requestBody: Json<{ tenant: string; email: string; password: string }>;
      responses: { 200: Json<unknown>; default: Refused };
    };
    delete: { parameters: { query?: never; path?: never }; responses: { 204: { content?: never }; default: Refused } };
  };
  '/api/v1/portfolio': Get<Portfolio>;
  '/api/v1/projects/{id}/value': Get<ProjectValue, never, { id: string }>;
  '/api/v1/projects/{id}/value/explain': Get<ExplainNode, never, { id: string }>;
  '/api/v1/projects/{id}/value/series': Get<
    ValueSeries,
    { from?: string; to?: string; points?: number },
    { id: string }
  >;
  '/api/v1/metrics/{id}/windows': Get<
    Windows,
    { size: 'minute' | 'hour' | 'day' | 'month'; from?: string; to?: string; limit?: number; cursor?: string },
    { id: string }
  >;
  '/api/v1/rules': Get<Page<Rule>, { project?: string }>;
  '/api/v1/alerts': Get<Page<Alert>, { state?: string; project?: string }>;
  '/api/v1/alerts/{id}/ack': {
    post: {
      parameters: { query?: never; path: { id: string } };
      responses: { 200: Json<Alert>; 204: { content?: never }; default: Refused };
    };
  };
}
