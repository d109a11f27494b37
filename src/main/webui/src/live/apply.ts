import type { QueryClient, QueryKey } from '@tanstack/react-query';
import type { Alert, Page, Portfolio, ProjectValue, StreamEvents } from '../api/types';
import { keys } from '../api/queries';
import type { Happening } from './hold';
import { patchAlertCounts, patchAlerts, patchAll, patchMetric, patchProject } from './patch';

/** Snapshots that an event leaves incomplete are read again, but not at every event. */
const REREAD_GAP_MS = 5_000;

/** Puts events into the cache that the pages show. */
export class Applier {
  private readonly due = new Map<string, { at: number; timer?: ReturnType<typeof setTimeout> }>();

  constructor(
    private readonly cache: QueryClient,
    private readonly now: () => number = Date.now,
  ) {}

  /** What came together goes into the portfolio together: a list of hundreds is copied once, not once an event. */
  applyAll(all: readonly Happening[]): void {
    const values: StreamEvents['value'][] = [];
    for (const happening of all) {
      if (happening.name === 'value') values.push(happening.data);
      else {
        this.values(values.splice(0));
        this.apply(happening);
      }
    }
    this.values(values);
  }

  apply({ name, data }: Happening): void {
    switch (name) {
      case 'hello':
        if (!data.recovered) this.rereadAll();
        return;
      case 'reset':
        this.rereadAll();
        return;
      case 'value':
        this.values([data]);
        return;
      case 'metric':
        this.metric(data);
        return;
      case 'alert':
        this.alert(data);
        return;
    }
  }

  private values(events: readonly StreamEvents['value'][]): void {
    if (events.length === 0) return;
    const portfolio = this.cache.getQueryData<Portfolio>(keys.portfolio);
    if (portfolio) {
      const { data, reread } = patchAll(portfolio, events);
      if (data !== portfolio) this.cache.setQueryData(keys.portfolio, data);
      if (reread) this.reread(keys.portfolio);
    } else this.reread(keys.portfolio);
    for (const event of events) this.eachProject((project) => patchProject(project, event));
  }

  private metric(event: StreamEvents['metric']): void {
    this.eachProject((project) => patchMetric(project, event));
    this.reread(keys.windowsOf(event.metric));
  }

  private eachProject(patch: (project: ProjectValue) => { data: ProjectValue; reread: boolean }): void {
    for (const [key, project] of this.cache.getQueriesData<ProjectValue>({ queryKey: keys.projectValues })) {
      if (!project) {
        this.reread(key);
        continue;
      }
      const { data, reread } = patch(project);
      if (data !== project) this.cache.setQueryData(key, data);
      if (reread) this.reread(key);
    }
  }

  private alert(event: Alert): void {
    for (const state of ['FIRING', 'RESOLVED'] as const) {
      this.cache.setQueryData<Page<Alert>>(keys.alerts(state), (page) => {
        if (!page) return page;
        const items = patchAlerts(page.items, state, event);
        return items === page.items ? page : { ...page, items };
      });
    }
    const firing = this.cache.getQueryData<Page<Alert>>(keys.alerts('FIRING'));
    // Counting is right only where the list is whole.
    if (!firing || firing.nextCursor) this.reread(keys.portfolio);
    else {
      this.cache.setQueryData<Portfolio>(
        keys.portfolio,
        (portfolio) => portfolio && patchAlertCounts(portfolio, firing.items),
      );
    }
  }

  private rereadAll(): void {
    this.readAgain(keys.all);
  }

  /**
   * A first read that is under way may have been answered before the event, and invalidating does not start it again:
   * there is nothing to show instead. So it is read once more when it has come.
   */
  private readAgain(queryKey: QueryKey): void {
    for (const query of this.cache.getQueryCache().findAll({ queryKey, fetchStatus: 'fetching' })) {
      if (query.state.data === undefined) {
        const again = () => this.cache.invalidateQueries({ queryKey: query.queryKey, exact: true });
        // One that failed has nothing that is too old.
        query.promise?.then(again, () => {});
      }
    }
    void this.cache.invalidateQueries({ queryKey });
  }

  private reread(key: QueryKey): void {
    const name = JSON.stringify(key);
    const entry = this.due.get(name);
    if (entry?.timer !== undefined) return;
    const run = () => {
      this.due.set(name, { at: this.now() });
      this.readAgain(key);
    };
    const wait = entry ? entry.at + REREAD_GAP_MS - this.now() : 0;
    if (wait <= 0) run();
    else this.due.set(name, { at: entry!.at, timer: setTimeout(run, wait) });
  }
}
