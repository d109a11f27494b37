import type { paths } from './schema';

export type { paths };

/**
 * The shapes that the server speaks, generated from its own description (openapi.json). Only what goes over the
 * stream is told by hand, since the description knows requests and answers only.
 */

type Bodies<R> = R extends { content: infer C } ? C[keyof C] : never;
type Success<O> = O extends { responses: infer R } ? Bodies<R[keyof R & (200 | 201 | 202)]> : never;

/** What a path answers when all is well: `Answer<'/api/v1/portfolio'>`, `Answer<'/api/v1/rules', 'post'>`. */
export type Answer<P extends keyof paths, M extends keyof paths[P] = 'get' & keyof paths[P]> = Success<paths[P][M]>;

/** What a path wants to be sent: `Asked<'/api/v1/rules', 'post'>`. */
export type Asked<P extends keyof paths, M extends keyof paths[P]> = paths[P][M] extends { requestBody?: infer B }
  ? Bodies<NonNullable<B>>
  : never;

/** A decimal figure; null is unknown, and `reasons` beside it say why. Never 0 for unknown. */
export type Figure = number | null;
/** ISO-8601 with offset. */
export type Instant = string;

export type Me = Answer<'/api/v1/me'>;


export type Portfolio = Answer<'/api/v1/portfolio'>;
export type Totals = Portfolio['totals'];
export type ProjectRow = Portfolio['projects'][number];
export type Freshness = ProjectRow['freshness'];

/** What a `value` event and a row of the portfolio have in common. */
export type ProjectFigures = Pick<
  ProjectRow,
  | 'currency'
  | 'realised'
  | 'weighted'
  | 'earningPerHour'
  | 'tickPerHour'
  | 'cost'
  | 'roiSimple'
  | 'achievement'
  | 'complete'
  | 'revision'
  | 'asOf'
  | 'freshness'
  | 'lastObserved'
>;

type ServerProject = Answer<'/api/v1/projects/{project}/value'>;
/** A metric's figures; the revision is known only once a `metric` event came. */
export type MetricFigures = ServerProject['metrics'][number] & { revision?: number };
/** A project's figures, which an event may make unknown. */
export type ProjectValue = Omit<ServerProject, keyof ProjectFigures | 'metrics'> &
  ProjectFigures & { metrics: MetricFigures[] };

export type ValueSeries = Answer<'/api/v1/projects/{project}/value/series'>;
export type SeriesPoint = ValueSeries['points'][number];

export type Windows = Answer<'/api/v1/metrics/{metric}/windows'>;
export type Window = Windows['windows'][number];

export type ExplainNode = Answer<'/api/v1/projects/{project}/value/explain'>;

export type Alert = Answer<'/api/v1/alerts'>['items'][number];
export type Severity = Alert['severity'];
export type AlertState = Alert['state'];

export type Rule = Answer<'/api/v1/rules'>['items'][number];

/** A page of a list; `nextCursor` is null on the last one. */
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
    'key' | 'current' | 'lastObserved' | 'realised' | 'weighted' | 'earningPerHour' | 'tickPerHour' | 'achievement' | 'freshness'
  > & { metric: string; project: string; revision: number; asOf: Instant };
  alert: Alert;
  reset: { reason: string };
}
export type StreamEventName = keyof StreamEvents;
