/**
 * A server for working on the dashboard alone: the shapes of the API, figures that move, a stream.
 * In memory, for one developer, nothing is checked. `npm run mock`, then `npm run dev`; or build
 * first, and it serves dist/ itself under a strict content security policy.
 *
 * MOCK_EMPTY=1 has no project. POST /api/v1/measurements {metric, value} moves one metric.
 * POST /mock/expire ends the session, POST /mock/drop cuts the streams.
 */
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const PORT = Number(process.env.PORT ?? 8080);
const DIST = join(fileURLToPath(new URL('.', import.meta.url)), '..', 'dist');
const HOUR = 3_600_000;
const iso = (at) => new Date(at).toISOString();
const started = Date.now();

let seed = 7;
const chance = () => ((seed = (seed * 16807) % 2147483647) - 1) / 2147483646;

function metric(project, key, name, kind, category, unit, baseline, target, current, perHour, extra = {}) {
  return {
    id: `m-${project}-${key}`, key: `${project}/${key}`, name, kind, category, type: 'CURRENCY', unit, baseline, target, current,
    achievement: null, realised: perHour * 900, weighted: perHour * 900 * 0.85, earningPerHour: perHour, freshness: 'LIVE',
    lastObserved: iso(started - 40_000), share: 1, confidence: 0.85, disbenefit: false, reasons: [], revision: 1, ...extra,
  };
}

const projects = process.env.MOCK_EMPTY ? [] : [
  ['dc-exit', 'Data centre exit', 'INFRASTRUCTURE', 412_000, [
    metric('dc-exit', 'infra-cost', 'Infrastructure cost per month', 'LEVEL', 'COST_REDUCTION', 'EUR', 186_000, 120_000, 131_400, 74.74),
    metric('dc-exit', 'availability', 'Availability of order entry', 'LEVEL', 'QUALITY', '%', 99.2, 99.95, 99.91, 12.2, { confidence: 0.7 }),
    metric('dc-exit', 'incidents', 'Incidents', 'FLOW', 'RISK', null, 42, 12, 1, 9.4, { type: 'COUNT' }),
  ]],
  ['self-service', 'Customer self-service portal', 'SOFTWARE', 268_500, [
    metric('self-service', 'deflected', 'Tickets deflected', 'FLOW', 'EFFICIENCY', 'tickets', 100, 400, 4, 58.36, { confidence: 1 }),
    metric('self-service', 'handling', 'Mean handling time', 'LEVEL', 'EFFICIENCY', 'min', 14.5, 8, 10.2, 21.9),
    metric('self-service', 'csat', 'Customer satisfaction', 'LEVEL', 'SATISFACTION', '/ 5', 3.6, 4.4, 4.1, null, { reasons: ['This metric has no valuation: it is not financial.'], realised: null, weighted: null }),
  ]],
  ['erp-move', 'ERP to the cloud', 'DIGITAL_TRANSFORMATION', 1_930_000, [
    metric('erp-move', 'close-days', 'Days to close the month', 'LEVEL', 'EFFICIENCY', 'd', 9, 4, 7.5, 41.1),
    metric('erp-move', 'licences', 'Licences per month', 'LEVEL', 'COST_REDUCTION', 'EUR', 88_000, 51_000, 97_300, -12.73),
    metric('erp-move', 'invoices', 'Invoices without touch', 'FLOW', 'EFFICIENCY', 'invoices', 3_000, 14_000, 6, 33.2),
  ]],
  ['deploy', 'Deployment pipeline renewal', 'SOFTWARE', 94_200, [
    metric('deploy', 'lead-time', 'Lead time for changes', 'LEVEL', 'EFFICIENCY', 'h', 96, 24, 29.5, 30.3),
    metric('deploy', 'failures', 'Change fail rate', 'LEVEL', 'QUALITY', '%', 18, 6, 7.2, 6.1),
  ]],
  ['warehouse', 'Warehouse telemetry', 'INFRASTRUCTURE', 151_000, [
    metric('warehouse', 'stockout', 'Stock-outs', 'FLOW', 'REVENUE', 'events', 310, 90, 0, 18.4, { freshness: 'STALE', lastObserved: iso(started - 7 * HOUR) }),
  ]],
  ['privacy', 'Privacy and consent platform', 'DIGITAL_TRANSFORMATION', 0, [
    metric('privacy', 'requests', 'Access requests answered in time', 'LEVEL', 'RISK', '%', 71, 98, null, null, { freshness: 'NO_DATA', lastObserved: null, realised: null, weighted: null, reasons: ['No reading has arrived since the benefit start.'] }),
  ]],
].map(([key, name, type, cost, metrics], index) => ({
  id: `p-${key}`, key, name, type, currency: 'EUR', cost, metrics, revision: 10, asOf: iso(started),
  base: [618_400.12, 301_220.4, 702_300, 171_930.75, 120_400, null][index],
}));

const blank = (project) => project.base === null;
function figures(project) {
  const rate = project.metrics.reduce((sum, { earningPerHour }) => sum + (earningPerHour ?? 0), 0);
  const stale = project.metrics.every(({ freshness }) => freshness === 'STALE');
  for (const m of project.metrics) {
    m.achievement = m.current === null ? null : m.kind === 'FLOW' ? 0.62 : (m.current - m.baseline) / (m.target - m.baseline);
  }
  const known = project.metrics.filter(({ achievement }) => achievement !== null);
  const seen = project.metrics.map(({ lastObserved }) => lastObserved).filter(Boolean).sort();
  const realised = project.base;
  return {
    currency: project.currency, realised, weighted: blank(project) ? null : realised * 0.87,
    earningPerHour: blank(project) ? null : stale ? 0 : rate, cost: project.cost,
    roiSimple: blank(project) || project.cost === 0 ? null : (realised - project.cost) / project.cost,
    achievement: known.length ? known.reduce((sum, m) => sum + m.achievement, 0) / known.length : null,
    revision: project.revision, asOf: project.asOf, complete: !blank(project),
    freshness: blank(project) ? 'NO_DATA' : stale ? 'STALE' : 'LIVE', lastObserved: seen.at(-1) ?? null,
  };
}
const reasons = (project) =>
  blank(project) ? ['Privacy and consent platform: no reading has arrived since the benefit start.', 'ROI has no meaning while cost is 0.'] : [];

function settle(project, now) {
  const { earningPerHour } = figures(project);
  if (project.base !== null) project.base += ((earningPerHour ?? 0) * (now - Date.parse(project.asOf))) / HOUR;
  project.asOf = iso(now);
  project.revision++;
}

const alerts = process.env.MOCK_EMPTY ? [] : [
  { id: 'a1', rule: 'r1', name: 'Licences above baseline', project: 'erp-move', metric: 'erp-move/licences', severity: 'CRITICAL', state: 'FIRING', late: false, activeAt: iso(started - 3.4 * HOUR), firedAt: iso(started - 3.3 * HOUR), resolvedAt: null, value: 97_300, threshold: 88_000, worthPerHour: -12.73, currency: 'EUR', acknowledgedAt: null, snoozedUntil: null },
  { id: 'a2', rule: 'r2', name: 'No readings from the warehouse', project: 'warehouse', metric: 'warehouse/stockout', severity: 'WARNING', state: 'FIRING', late: false, activeAt: iso(started - 4 * HOUR), firedAt: iso(started - 4 * HOUR), resolvedAt: null, value: null, threshold: null, worthPerHour: 18.4, currency: 'EUR', acknowledgedAt: iso(started - 2 * HOUR), snoozedUntil: null },
  { id: 'a3', rule: 'r3', name: 'Availability below 99.5 %', project: 'dc-exit', metric: 'dc-exit/availability', severity: 'WARNING', state: 'RESOLVED', late: true, activeAt: iso(started - 30 * HOUR), firedAt: iso(started - 29.9 * HOUR), resolvedAt: iso(started - 27 * HOUR), value: 99.41, threshold: 99.5, worthPerHour: 3.1, currency: 'EUR', acknowledgedAt: null, snoozedUntil: null },
];
const rules = [
  { id: 'r1', name: 'above baseline', metric: 'erp-move/licences', project: 'erp-move', figure: 'VALUE', window: null, comparator: '>', threshold: 95_000, clear: null, severity: 'CRITICAL', enabled: true },
  { id: 'r3', name: '99.5 %', metric: 'dc-exit/availability', project: 'dc-exit', figure: 'MEAN', window: 'HOUR', comparator: '<', threshold: 99.5, clear: null, severity: 'WARNING', enabled: true },
];

const row = (project) => {
  const own = alerts.filter((a) => a.project === project.key && a.state === 'FIRING');
  return { id: project.id, key: project.key, name: project.name, type: project.type, ...figures(project), realisationRate: null, reasons: reasons(project), alerts: { firing: own.length, worst: own[0]?.severity ?? null } };
};

function portfolio() {
  const now = Date.now();
  projects.forEach((project) => settle(project, now));
  const rows = projects.map(row);
  const sum = (name) => rows.reduce((total, r) => total + (r[name] ?? 0), 0);
  const cost = sum('cost');
  return {
    currency: 'EUR', asOf: iso(now), projects: rows,
    totals: { realised: sum('realised'), weighted: sum('weighted'), earningPerHour: sum('earningPerHour'), cost, roiSimple: cost ? (sum('realised') - cost) / cost : null, complete: rows.every((r) => r.complete), reasons: projects.some(blank) ? ['Privacy and consent platform has no reading yet and is left out.'] : [] },
  };
}

function windows(id, size, from) {
  const found = projects.flatMap((p) => p.metrics).find((m) => m.id === id || m.key === id);
  if (!found || found.current === null) return [];
  const step = size === 'day' ? 24 * HOUR : HOUR;
  const list = [];
  let k = [...found.key].reduce((sum, c) => sum + c.charCodeAt(0), 0);
  const rnd = () => ((k = (k * 16807) % 2147483647) - 1) / 2147483646;
  const end = Date.parse(found.lastObserved);
  const first = Math.floor(from / step) * step;
  const count = Math.max(1, (end - first) / step);
  for (let at = first, n = 0; at < end; at += step, n++) {
    const noise = rnd() - 0.5;
    if (n % 61 > 57) continue;
    const day = Math.sin((at / HOUR / 24) * 2 * Math.PI);
    const start = found.current + (found.baseline - found.current) * 0.55;
    const level = start + (found.current - start) * Math.min(1, (n / count) * 1.25) + (found.baseline - found.target) * (noise * 0.07 + day * 0.03);
    const flow = Math.max(0, Math.round((found.target / 730.5) * (size === 'day' ? 24 : 1) * (0.8 + day * 0.5 + noise * 0.9)));
    const value = found.kind === 'FLOW' ? flow : level;
    list.push({ start: iso(at), end: iso(at + step), count: 12, sum: value, min: value * 0.99, max: value * 1.01, mean: value, last: value, revision: 1 });
  }
  return list;
}

function series(project, from, to, points) {
  const list = [];
  const now = figures(project);
  for (let i = 0; i < points; i++) {
    const at = from + ((to - from) * i) / (points - 1);
    const age = (to - at) / HOUR;
    const steps = Math.floor(age / 24 / 7);
    list.push({ at: iso(at), realised: now.realised === null ? null : now.realised - (now.earningPerHour ?? 0) * age * (1 + 0.15 * Math.sin(age / 20)), cost: project.cost * (1 - 0.012 * steps) });
  }
  return { currency: project.currency, points: list };
}

function explain(project) {
  const f = figures(project);
  return {
    label: 'Realised value', formula: 'sum over the metrics', value: f.realised, unit: 'EUR', reasons: reasons(project),
    children: project.metrics.map((m) => ({
      label: m.name, formula: m.kind === 'FLOW' ? 'sign · (sum − baseline · 1 h / flow period) · r · share' : 'sign · (m − baseline) · r / p · share',
      value: m.realised, unit: 'EUR', reasons: m.reasons,
      children: [
        { label: 'Baseline', value: m.baseline, unit: m.unit, reasons: [], children: [] },
        { label: 'Present reading', value: m.current, unit: m.unit, reasons: [], children: [{ label: 'Reading', value: m.current, unit: m.unit, formula: m.lastObserved, reasons: [], children: [] }] },
        { label: 'Valuation', value: '1 EUR per unit and month', reasons: [], children: [] },
        { label: 'Attribution share', value: m.share, reasons: [], children: [] },
        { label: 'Hours measured', value: 900, unit: 'h', reasons: [], children: [] },
      ],
    })),
  };
}

const streams = new Set();
let lastId = 0;
function send(name, data) {
  const text = `id: ${++lastId}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
  for (const stream of streams) stream.write(text);
}
function move(project, m, value) {
  const now = Date.now();
  settle(project, now);
  if (m.earningPerHour !== null && m.current !== null && m.kind === 'LEVEL') {
    m.earningPerHour *= (value - m.baseline) / (m.current - m.baseline || 1);
  }
  Object.assign(m, { current: value, lastObserved: iso(now), freshness: 'LIVE', revision: m.revision + 1 });
  if (project.base === null) project.base = 0;
  const f = figures(project);
  send('metric', { metric: m.id, key: m.key, project: project.key, current: m.current, lastObserved: m.lastObserved, realised: m.realised, weighted: m.weighted, earningPerHour: m.earningPerHour, achievement: m.achievement, freshness: m.freshness, revision: m.revision, asOf: iso(now) });
  send('value', { project: project.key, id: project.id, ...f });
}
setInterval(() => {
  const live = projects.filter((p) => !blank(p) && p.key !== 'warehouse');
  if (!live.length) return;
  const project = live[Math.floor(chance() * live.length)];
  const m = project.metrics[Math.floor(chance() * project.metrics.length)];
  move(project, m, m.kind === 'FLOW' ? Math.round(chance() * 8) : m.current + (m.target - m.baseline) * (chance() - 0.48) * 0.02);
}, 2_500);
setInterval(() => streams.forEach((stream) => stream.write(':\n\n')), 15_000);

const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' };
const CSP = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";
let epoch = 1;

async function statics(path, res) {
  const file = extname(path) ? normalize(path) : '/index.html';
  try {
    const content = await readFile(join(DIST, file));
    res.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream', 'Content-Security-Policy': CSP });
    res.end(content);
  } catch {
    res.writeHead(404).end();
  }
}

createServer(async (req, res) => {
  const url = new URL(req.url, `http://localhost:${PORT}`);
  const path = url.pathname;
  const json = (body, status = 200, headers = {}) => {
    res.writeHead(status, { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json', ...headers });
    res.end(body === undefined ? undefined : JSON.stringify(body));
  };
  const chunks = [];
  for await (const chunk of req) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  const cookie = { 'Set-Cookie': `payoff_session=${epoch}; HttpOnly; SameSite=Lax; Path=/` };

  if (path === '/login') return json(undefined, 303, { ...cookie, Location: '/' });
  if (path === '/mock/expire') { epoch++; streams.forEach((s) => s.end()); return json({}); }
  if (path === '/mock/drop') { streams.forEach((s) => s.destroy()); return json({}); }
  if (!path.startsWith('/api/')) return statics(path, res);
  if (path === '/api/v1/session' && req.method === 'POST') {
    const { password } = JSON.parse(text);
    if (password === 'wrong') return json({ title: 'Not logged in', status: 401, code: 'BAD_CREDENTIALS', detail: 'Tenant, e-mail and password do not belong together.', remedy: 'Check the three, or ask an administrator for a new password.' }, 401);
    return json({}, 200, cookie);
  }
  if (path === '/api/v1/measurements') {
    for (const reading of [JSON.parse(text)].flat()) {
      const project = projects.find((p) => p.metrics.some((m) => m.key === reading.metric));
      if (project) move(project, project.metrics.find((m) => m.key === reading.metric), reading.value);
    }
    return json({ accepted: 1, rejected: [] }, 202);
  }
  if (!(req.headers.cookie ?? '').includes(`payoff_session=${epoch}`)) {
    return json({ title: 'Not logged in', status: 401, code: 'UNAUTHENTICATED', detail: 'There is no session.', remedy: 'Log in.' }, 401);
  }
  if (path === '/api/v1/session') return json(undefined, 204, { 'Set-Cookie': 'payoff_session=; Max-Age=0; Path=/' });
  if (path === '/api/v1/me') return json({ tenant: { key: 'demo', name: 'Demo AG', zone: 'Europe/Berlin', currency: 'EUR' }, name: 'Ada Lovelace', role: 'admin', scopes: [] });
  if (path === '/api/v1/portfolio') return json(portfolio());
  if (path === '/api/v1/alerts') return json({ items: alerts.filter((a) => !url.searchParams.get('state') || a.state === url.searchParams.get('state')), nextCursor: null });
  if (path === '/api/v1/rules') return json({ items: rules.filter((r) => r.project === url.searchParams.get('project')), nextCursor: null });
  if (path === '/api/v1/stream') {
    res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache, no-transform' });
    res.write(`retry: 2000\nevent: hello\ndata: ${JSON.stringify({ recovered: !!req.headers['last-event-id'], at: iso(Date.now()) })}\n\n`);
    streams.add(res);
    res.on('close', () => streams.delete(res));
    return;
  }
  const ack = path.match(/^\/api\/v1\/alerts\/(.+)\/ack$/);
  if (ack) {
    const alert = alerts.find((a) => a.id === ack[1]);
    alert.acknowledgedAt = iso(Date.now());
    send('alert', alert);
    return json(alert);
  }
  const ofMetric = path.match(/^\/api\/v1\/metrics\/(.+)\/windows$/);
  if (ofMetric) return json({ metric: ofMetric[1], size: url.searchParams.get('size'), windows: windows(decodeURIComponent(ofMetric[1]), url.searchParams.get('size'), Date.parse(url.searchParams.get('from'))), nextCursor: null });
  const ofProject = path.match(/^\/api\/v1\/projects\/([^/]+)\/value(\/explain|\/series)?$/);
  const project = ofProject && projects.find((p) => p.key === ofProject[1] || p.id === ofProject[1]);
  if (!project) return json({ title: 'Not found', status: 404, code: 'NOT_FOUND', detail: `There is no project '${ofProject?.[1] ?? path}'.`, remedy: 'Check the id or key; a list of what there is comes from the collection\u2019s GET.' }, 404);
  if (ofProject[2] === '/explain') return json(explain(project));
  if (ofProject[2] === '/series') return json(series(project, Date.parse(url.searchParams.get('from')), Date.parse(url.searchParams.get('to')), Number(url.searchParams.get('points'))));
  settle(project, Date.now());
  return json({ ...row(project), roiDiscounted: null, npv: null, irr: null, paybackMonths: null, metrics: project.metrics });
}).listen(PORT, '127.0.0.1', () => console.log(`Payoff's mock: http://localhost:${PORT}/login?token=any`));
