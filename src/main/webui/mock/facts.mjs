/** What the mock server tells beside figures: forecasts, the benefit map, the fiscal calendar. Pure, but for the calendar that is kept. */
const DAY = 86_400_000;
const day = (at) => new Date(at).toISOString().slice(0, 10);
let calendar = { key: 'calendar', terms: { firstMonth: 1, namedByEnd: false, label: '{yyyy}' }, builtIn: true, version: 0, knownFrom: null };

/** The answer to a path, `{body, status?}`; null where the path is not one of these. */
export function factsOf(path, url, projects, started, text = '', method = 'GET') {
  const forecast = path.match(/^\/api\/v1\/metrics\/(.+)\/counterfactual$/);
  if (forecast) return counterfactual(find(projects, decodeURIComponent(forecast[1])), url.searchParams.get('size') ?? 'day', started);
  const map = path.match(/^\/api\/v1\/projects\/([^/]+)\/benefit-map(\/slippage)?$/);
  const project = map && projects.find(({ key, id }) => key === map[1] || id === map[1]);
  if (project) return { body: map[2] ? slippage(project, started) : benefitMap(project) };
  if (path === '/api/v1/fiscal-calendar') {
    if (method === 'PUT') {
      const terms = JSON.parse(text);
      if (!terms.label.includes('{yy')) return { status: 400, body: { title: 'Not accepted', status: 400, code: 'INVALID', detail: 'The label names no year.', remedy: 'Write {yyyy} or {yy} into it.', violations: [{ field: 'label', message: 'must contain {yyyy} or {yy}' }] } };
      calendar = { ...calendar, terms, builtIn: false, version: calendar.version + 1, knownFrom: new Date().toISOString() };
    }
    return { body: calendar };
  }
  return null;
}

/** Half a year ahead, with bounds that widen; of a project without value none, and why. */
export function forecast({ currency, realised, earningPerHour }, now, points) {
  const known = realised !== null;
  const until = now + 180 * DAY;
  const told = Array.from({ length: known ? points : 0 }, (_, n) => {
    const days = (180 * n) / (points - 1);
    const expected = realised + (earningPerHour ?? 0) * 24 * days;
    const margin = Math.abs(earningPerHour ?? 0) * 3 * days ** 1.2;
    return { at: new Date(now + days * DAY).toISOString(), expected, lower: expected - margin, upper: expected + margin, planned: realised * 1.15 + (earningPerHour ?? 0) * 31 * days };
  });
  return {
    currency, asOf: new Date(now).toISOString(), planEnd: new Date(until).toISOString(), until: new Date(until).toISOString(), coverage: 0.9, days: known ? 60 : 0, method: known ? 'SIMPLE' : null,
    how: known ? 'Simple exponential smoothing of what each day earned: the method that erred least in 30 forecasts of the 60 days past; the bounds are split conformal up to 13 days ahead and grow by the method\u2019s own error beyond.' : null,
    boundedBy: known ? new Date(now + 13 * DAY).toISOString() : null, points: told, reasons: known ? [] : ['Value has been earned for 0 whole days; a forecast needs 14.'],
  };
}

const find = (projects, id) => projects.flatMap(({ metrics }) => metrics).find((metric) => metric.id === id || metric.key === id);

const LENGTH = { hour: DAY / 24, day: DAY };
const SINCE_DAYS = 6;

/** As the series of the mock goes: it starts half way between baseline and present, and the forecast goes on from there. */
function counterfactual(metric, size, started) {
  const step = LENGTH[size];
  const goLive = Math.floor((started - SINCE_DAYS * DAY) / DAY) * DAY;
  const known = metric && metric.current !== null && metric.key !== 'warehouse/stockout';
  const scale = metric?.kind === 'FLOW' ? (size === 'day' ? 24 : 1) / 730.5 : 1;
  const start = known ? (metric.kind === 'FLOW' ? metric.baseline * scale : metric.current + (metric.baseline - metric.current) * 0.55) : 0;
  const swing = known ? Math.abs(metric.baseline - metric.target) * scale * 0.16 : 0;
  const points = known
    ? Array.from({ length: Math.floor((started - goLive) / step) }, (_, n) => {
        const without = start + swing * 0.2 * Math.sin(n / 9);
        const margin = swing * (1 + n / 60 / (DAY / step));
        return { start: new Date(goLive + n * step).toISOString(), actual: metric.current * scale, without, lower: without - margin, upper: without + margin };
      })
    : [];
  const worth = known && metric.earningPerHour !== null ? metric.earningPerHour * 24 * SINCE_DAYS * 0.55 : null;
  return {
    body: {
      metric: metric?.key ?? '', size, goLive: new Date(goLive).toISOString(), coverage: 0.9, method: known ? 'SIMPLE' : null, season: 0, before: known ? 60 : 3, after: points.length, filled: 0, points,
      effect: known ? { value: metric.current - start, lower: metric.current - start - swing, upper: metric.current - start + swing } : null,
      showsChange: !!known, improvement: worth === null ? null : { value: worth, lower: worth * 0.86, upper: worth * 1.14 }, currency: 'EUR', placebos: [],
      reasons: known ? [] : ['There are 3 whole periods before the go-live; a forecast needs 12.'],
    },
  };
}

function benefitMap(project) {
  const drawn = project.key === 'dc-exit';
  const benefits = project.metrics.map((metric) => ({ id: metric.key, kind: 'BENEFIT', title: metric.name, deliverable: null, metric: metric.key.split('/')[1] }));
  const deliverables = [['d1', 'First racks moved'], ['d2', 'Licences returned'], ['d3', 'Old site closed']].map(([id, title]) => ({ id, kind: 'DELIVERABLE', title, deliverable: id, metric: null }));
  if (!drawn) return { project: project.key, derived: true, version: 0, nodes: project.metrics.length > 2 ? [deliverables[0], deliverables[2], ...benefits.slice(0, 2)] : [], edges: project.metrics.length > 2 ? [{ from: 'd1', to: benefits[0].id }, { from: 'd3', to: benefits[0].id }, { from: 'd3', to: benefits[1].id }] : [] };
  const node = (id, kind, title) => ({ id, kind, title, deliverable: null, metric: null });
  return {
    project: project.key, derived: false, version: 3,
    nodes: [...deliverables, node('ops', 'CHANGE', 'Operations runs in the cloud only, with nobody on call for hardware'), node('contract', 'CHANGE', 'Contracts end'), ...benefits, node('sleep', 'BENEFIT', 'Quieter nights'), node('margin', 'OBJECTIVE', 'Margin of 12 %'), node('trust', 'OBJECTIVE', 'Customers stay')],
    edges: [['d1', 'ops'], ['d3', 'ops'], ['d2', 'contract'], ['d1', 'd3'], ['ops', 'dc-exit/infra-cost'], ['ops', 'dc-exit/availability'], ['ops', 'dc-exit/incidents'], ['ops', 'sleep'], ['contract', 'margin'], ['dc-exit/infra-cost', 'margin'], ['dc-exit/availability', 'trust'], ['dc-exit/incidents', 'trust']].map(([from, to]) => ({ from, to })),
  };
}

function slippage(project, started) {
  const behind = project.metrics.filter(({ earningPerHour }) => earningPerHour !== null).map((metric) => ({ metric: metric.key.split('/')[1], perDay: metric.earningPerHour * 24, rate: metric.earningPerHour > 20 ? 'LIVE' : 'PROMISED' }));
  const perDay = behind.reduce((sum, each) => sum + each.perDay, 0);
  const line = (id, title, due, done, over) => ({ node: id, title, deliverable: id, dueOn: day(started - due * DAY), doneOn: done === null ? null : day(started - done * DAY), benefits: behind, lostPerDay: perDay, daysLate: 0, lostSoFar: 0, reasons: [], ...over });
  return {
    project: project.key, currency: 'EUR', asOf: day(started),
    deliverables: [
      line('d3', 'Old site closed', -60, null, {}),
      line('d1', 'First racks moved', 8, 5, {}),
      ...(project.key === 'dc-exit' ? [line('d2', 'Licences returned', 3, null, { benefits: [], daysLate: 3, lostPerDay: null, lostSoFar: null, reasons: ['No measured benefit stands behind it in the map.'] })] : []),
    ].map((each) => (project.key !== 'dc-exit' && each.node === 'd3' ? { ...each, dueOn: day(started - 12 * DAY), daysLate: 12, lostSoFar: perDay * 12 } : each)),
  };
}
