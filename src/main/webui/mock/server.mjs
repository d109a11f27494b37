/**
 * A server for working on the dashboard alone: the shapes of the API, figures that move, a stream.
 * In memory, for one developer, nothing is checked. `npm run mock`, then `npm run dev`; or build
 * first, and it serves dist/ itself under a strict content security policy.
 *
 * MOCK_EMPTY=1 has no project; MOCK_PROJECTS=500 has as many, and MOCK_RATE=50 moves that many a second. POST /api/v1/measurements {metric, value} moves one metric.
 * POST /mock/expire ends the session, POST /mock/drop cuts the streams.
 */
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { factsOf, forecast } from './facts.mjs';

const PORT = Number(process.env.PORT ?? 8080);
const DIST = process.env.MOCK_DIST ?? join(fileURLToPath(new URL('.', import.meta.url)), '..', 'dist');
const HOUR = 3_600_000;
const iso = (at) => new Date(at).toISOString();
const started = Date.now();

let seed = 7;
const chance = () => ((seed = (seed * 16807) % 2147483647) - 1) / 2147483646;

function metric(project, key, name, kind, category, unit, baseline, target, current, perHour, extra = {}) {
  return {
    id: `m-${project}-${key}`, key: `${project}/${key}`, name, kind, category, type: 'CURRENCY', unit, baseline, target, current,
    achievement: null, realised: perHour * 900, weighted: perHour * 900 * 0.85, earningPerHour: perHour, tickPerHour: perHour ?? 0, flowPer: kind === 'FLOW' ? 'MONTH' : null, freshness: 'LIVE',
    lastObserved: iso(started - 40_000), share: 1, confidence: 0.85, disbenefit: false, reasons: [], revision: 1, ...extra,
  };
}

const few = [
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
];
const many = Array.from({ length: Number(process.env.MOCK_PROJECTS ?? 0) }, (_, n) => [
  `project-${n}`, `Project ${n}`, ['INFRASTRUCTURE', 'SOFTWARE', 'DIGITAL_TRANSFORMATION'][n % 3], 20_000 + Math.round(chance() * 900_000), [
    metric(`project-${n}`, 'cost', 'Cost per month', 'LEVEL', 'COST_REDUCTION', 'EUR', 100_000, 60_000, 60_000 + Math.round(chance() * 45_000), Math.round(chance() * 9000) / 100),
  ],
]);
const projects = (process.env.MOCK_EMPTY ? [] : many.length ? many : few).map(([key, name, type, cost, metrics], index) => ({
  id: `p-${key}`, key, name, type, currency: 'EUR', cost, metrics, revision: 10, asOf: iso(started),
  base: many.length ? Math.round(chance() * 1_500_000) : [618_400.12, 301_220.4, 702_300, 171_930.75, 120_400, null][index],
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
    earningPerHour: blank(project) ? null : stale ? 0 : rate, tickPerHour: blank(project) ? null : stale ? 0 : rate, cost: project.cost,
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
  { id: 'a1', rule: 'r1', name: 'Licences above baseline', project: 'erp-move', metric: 'erp-move/licences', projectId: 'p-erp-move', projectName: 'ERP to the cloud', metricId: 'm', metricName: 'Licences', unit: 'EUR', figure: 'VALUE', window: null, comparator: '>', resolvedValue: null, acknowledgedBy: null, note: null, severity: 'CRITICAL', state: 'FIRING', late: false, activeAt: iso(started - 3.4 * HOUR), firedAt: iso(started - 3.3 * HOUR), resolvedAt: null, value: 97_300, threshold: 88_000, worthPerHour: -12.73, currency: 'EUR', acknowledgedAt: null, snoozedUntil: null },
  { id: 'a2', rule: 'r2', name: 'No readings from the warehouse', project: 'warehouse', metric: 'warehouse/stockout', severity: 'WARNING', state: 'FIRING', late: false, activeAt: iso(started - 4 * HOUR), firedAt: iso(started - 4 * HOUR), resolvedAt: null, value: null, threshold: null, worthPerHour: 18.4, currency: 'EUR', acknowledgedAt: iso(started - 2 * HOUR), snoozedUntil: null },
  { id: 'a3', rule: 'r3', name: 'Availability below 99.5 %', project: 'dc-exit', metric: 'dc-exit/availability', severity: 'WARNING', state: 'RESOLVED', late: true, activeAt: iso(started - 30 * HOUR), firedAt: iso(started - 29.9 * HOUR), resolvedAt: iso(started - 27 * HOUR), value: 99.41, threshold: 99.5, worthPerHour: 3.1, currency: 'EUR', acknowledgedAt: null, snoozedUntil: null },
];
const rules = [
  { id: 'r1', name: 'above baseline', metric: 'erp-move/licences', project: 'erp-move', figure: 'VALUE', window: null, comparator: '>', threshold: 95_000, clear: null, severity: 'CRITICAL', enabled: true },
  { id: 'r3', name: '99.5 %', metric: 'dc-exit/availability', project: 'dc-exit', figure: 'MEAN', window: 'HOUR', comparator: '<', threshold: 99.5, clear: null, severity: 'WARNING', enabled: true },
];

const row = (project) => {
  const own = alerts.filter((a) => a.project === project.key && a.state === 'FIRING');
  return { id: project.id, key: project.key, name: project.name, type: project.type, ...figures(project), reasons: reasons(project), alerts: { firing: own.length, worst: own[0]?.severity ?? null } };
};

function portfolio() {
  const now = Date.now();
  projects.forEach((project) => settle(project, now));
  const rows = projects.map(row);
  const sum = (name) => rows.reduce((total, r) => total + (r[name] ?? 0), 0);
  const cost = sum('cost');
  return {
    currency: 'EUR', asOf: iso(now), projects: rows,
    totals: { realised: sum('realised'), weighted: sum('weighted'), earningPerHour: sum('earningPerHour'), tickPerHour: sum('tickPerHour'), cost, roiSimple: cost ? (sum('realised') - cost) / cost : null, complete: rows.every((r) => r.complete), reasons: projects.some(blank) ? ['Privacy and consent platform has no reading yet and is left out.'] : [] },
  };
}

function windows(id, size, from) {
  const found = projects.flatMap((p) => p.metrics).find((m) => m.id === id || m.key === id);
  if (!found || found.current === null) return [];
  const step = size === 'day' ? 24 * HOUR : size === 'minute' ? HOUR / 60 : HOUR;
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
    list.push({ start: iso(at), end: iso(at + step), count: 12, sum: value, min: value * 0.99, max: value * 1.01, mean: value, last: value, stdDev: null, quantiles: null, revision: 1 });
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
    list.push({ at: iso(at), realised: now.realised === null ? null : now.realised - (now.earningPerHour ?? 0) * age * (1 + 0.15 * Math.sin(age / 20)), cost: project.cost * (1 - 0.012 * steps), planned: now.realised === null ? null : now.realised * 1.15 - (now.earningPerHour ?? 0) * age * 1.3 });
  }
  return { currency: project.currency, points: list };
}

function node(label, value, over = {}) {
  return { label, value, exact: null, formula: null, unit: null, from: null, to: null, readings: null, reasons: [], children: [], ...over };
}
function explain(project) {
  const f = figures(project);
  const now = Date.now();
  const benefit = node('Realised value', f.realised, {
    formula: 'sum over metrics', unit: 'EUR',
    children: project.metrics.map((m) => node(`${m.name} (${m.key})`, m.realised, {
      formula: m.kind === 'FLOW' ? 'sum over intervals: sign · (units − baseline · hours / period) · amount · share' : 'sum over intervals: sign · (mean − baseline) · amount / period · hours · share',
      unit: 'EUR', reasons: m.reasons,
      children: [
        node('Baseline', m.baseline, { unit: m.unit }), node('Target', m.target, { unit: m.unit }), node('Attribution share', m.share),
        ...[3, 2, 1].map((back) => node('12 readings in the hour', m.earningPerHour, {
          unit: 'EUR', from: iso(now - (back + 1) * HOUR), to: iso(now - back * HOUR), readings: `/api/v1/metrics/${m.id}/measurements?from=${iso(now - (back + 1) * HOUR)}&to=${iso(now - back * HOUR)}`,
          children: [node('mean', m.current, { unit: m.unit })],
        })),
      ],
    })),
  });
  const cost = node('Actual cost to date', project.cost, { formula: 'sum over cost lines', unit: 'EUR', children: [node('LABOUR', project.cost * 0.7, { unit: 'EUR' }), node('CLOUD', project.cost * 0.3, { unit: 'EUR' })] });
  return node(`Simple ROI of ${project.name}`, f.roiSimple, { formula: '(realised value − cost) / cost', reasons: reasons(project), children: [benefit, cost] });
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
  send('metric', { metric: m.id, key: m.key, project: project.key, current: m.current, lastObserved: m.lastObserved, realised: m.realised, weighted: m.weighted, earningPerHour: m.earningPerHour, tickPerHour: m.tickPerHour, achievement: m.achievement, freshness: m.freshness, revision: m.revision, asOf: iso(now) });
  send('value', { project: project.key, id: project.id, ...f });
}
setInterval(() => {
  const live = projects.filter((p) => !blank(p) && p.key !== 'warehouse');
  if (!live.length) return;
  const project = live[Math.floor(chance() * live.length)];
  const m = project.metrics[Math.floor(chance() * project.metrics.length)];
  move(project, m, m.kind === 'FLOW' ? Math.round(chance() * 8) : m.current + (m.target - m.baseline) * (chance() - 0.48) * 0.02);
}, process.env.MOCK_RATE ? 1000 / Number(process.env.MOCK_RATE) : 2_500);
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
  if (path === '/api/v1/me') return json({ tenant: { key: 'demo', name: 'Demo AG', zone: 'Europe/Berlin', currency: 'EUR' }, name: 'Ada Lovelace', role: 'ADMIN', scopes: [] });
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
  if (path === '/api/v1/audit') {
    const subject = url.searchParams.get('subjectId');
    const own = projects.find((p) => p.id === subject);
    return json({ items: own ? [
      { id: 3, at: iso(started - 26 * HOUR), actor: 'ada@example.org', action: 'CHANGE', subjectType: 'project', subjectId: own.id, detail: { discountRate: 0.08, goLive: '2026-03-01' } },
      { id: 1, at: iso(started - 200 * 24 * HOUR), actor: 'ada@example.org', action: 'CREATE', subjectType: 'project', subjectId: own.id, detail: { key: own.key, template: 'infrastructure' } },
    ] : [], nextCursor: null });
  }
  const readings = path.match(/^\/api\/v1\/metrics\/(.+)\/measurements$/);
  if (readings) return json({ items: [1, 2, 3].map((n) => ({ eventId: `e${n}`, revision: n === 3 ? 1 : 0, value: 100 + n, observedAt: iso(Date.parse(url.searchParams.get('from')) + n * 600_000), recordedAt: iso(Date.now()), confidence: 0.9, superseded: n === 2, source: 'rest', note: null })), nextCursor: null });
  const facts = factsOf(path, url, projects, started, text, req.method);
  if (facts) return json(facts.body, facts.status);
  if (/\/benefits\/risks$/.test(path)) return json({ project: 'p', asOf: iso(Date.now()), risks: [{ kind: 'NO_OWNER', metricId: 'm', metric: 'm', sentence: 'Incidents: nobody owns this benefit. Name an owner in its profile.', since: null }] });
  const benefitsOf = path.match(/^\/api\/v1\/projects\/([^/]+)\/benefits$/);
  if (benefitsOf) {
    const of = projects.find((p) => p.key === benefitsOf[1]);
    return json({ items: (of?.metrics ?? []).map((m, n) => ({ metricId: m.id, metric: m.key, name: m.name, disbenefit: false, profile: n === 2 ? null : { owner: 'u1' }, state: 'REALISING', next: [], custody: 'PROJECT', agreement: null, gate: [], gatePassed: true, counted: n !== 2, reviews: n === 2 ? [] : [{ label: 'Review', dueOn: iso(started + (n === 0 ? 20 : -4) * 24 * HOUR).slice(0, 10), heldOn: null, outcome: null, overdue: n !== 0 }], measuredUntil: null, version: 1 })), nextCursor: null });
  }
  const part = path.match(/^\/api\/v1\/projects\/([^/]+)(?:\/(costs|deliverables|stakeholders|dependencies|annotations))?$/);
  const partOf = part && projects.find((p) => p.key === part[1] || p.id === part[1]);
  if (partOf) {
    const day = (back) => iso(started - back * 24 * HOUR).slice(0, 10);
    const base = { projectId: partOf.id, version: 1, createdAt: iso(started) };
    const lists = {
      costs: [220, 150, 90, 30].map((back, n) => ({ id: `c${n}`, projectId: partOf.id, amount: partOf.cost * 0.24, currency: 'EUR', incurredOn: day(back), category: 'LABOUR', planned: true, source: 'manual', note: null, recordedAt: iso(started), voidedAt: null })),
      deliverables: [
        { ...base, id: 'd1', name: 'First racks moved', description: null, dueOn: day(8), doneOn: day(5), metricKeys: ['infra-cost'] },
        { ...base, id: 'd2', name: 'Licences returned', description: null, dueOn: day(3), doneOn: null, metricKeys: [] },
        { ...base, id: 'd3', name: 'Old site closed', description: null, dueOn: day(-60), doneOn: null, metricKeys: ['infra-cost', 'incidents'] },
      ],
      stakeholders: [
        { ...base, id: 's1', name: 'Grace Hopper', role: 'Sponsor', influence: 5, attitude: 1, categories: ['COST_REDUCTION'] },
        { ...base, id: 's2', name: null, role: 'Operations', influence: 3, attitude: -1, categories: ['QUALITY', 'RISK'] },
      ],
      dependencies: partOf.key === 'dc-exit' ? [{ id: 'x1', project: 'dc-exit', dependsOn: 'erp-move', dependsOnId: 'p-erp-move', note: 'The last servers run the ERP.', createdAt: iso(started) }] : [],
      annotations: [
        ['a1', 'CheckoutSlow', 'critical', 30, null, 'CONNECTION', 'Alertmanager'],
        ['a2', 'Released 2.0', null, 74, 74, 'PERSON', 'Ada Lovelace'],
        ['a3', 'DiskFull', 'warning', 110, 98, 'CONNECTION', 'Alertmanager'],
      ].map(([id, title, severity, from, to, kind, name]) => ({ id, title, text: null, link: null, severity, tags: [], from: iso(started - from * HOUR), to: to === null ? null : iso(started - to * HOUR), source: { kind, name, connection: kind === 'PERSON' ? null : 'k1' }, recordedAt: iso(started), version: 1 })),
    };
    if (part[2]) return json({ items: lists[part[2]], nextCursor: null });
    return json({ id: partOf.id, key: partOf.key, name: partOf.name, description: null, type: partOf.type, owner: null, currency: 'EUR', goLive: iso(started - 6 * 24 * HOUR), discountRate: 0.08, template: null, version: 1, createdAt: iso(started), archivedAt: null });
  }
  const ofMetric = path.match(/^\/api\/v1\/metrics\/(.+)\/windows$/);
  if (ofMetric) return json({ metric: ofMetric[1], size: url.searchParams.get('size'), windows: windows(decodeURIComponent(ofMetric[1]), url.searchParams.get('size'), Date.parse(url.searchParams.get('from'))), nextCursor: null });
  const ofProject = path.match(/^\/api\/v1\/projects\/([^/]+)\/value(\/explain|\/series|\/forecast)?$/);
  const project = ofProject && projects.find((p) => p.key === ofProject[1] || p.id === ofProject[1]);
  if (!project) return json({ title: 'Not found', status: 404, code: 'NOT_FOUND', detail: `There is no project '${ofProject?.[1] ?? path}'.`, remedy: 'Check the id or key; a list of what there is comes from the collection\u2019s GET.' }, 404);
  if (ofProject[2] === '/explain') return json(explain(project));
  if (ofProject[2] === '/forecast') return json(forecast(figures(project), Date.now(), Number(url.searchParams.get('points') ?? 60)));
  if (ofProject[2] === '/series') return json(series(project, Date.parse(url.searchParams.get('from')), Date.parse(url.searchParams.get('to')), Number(url.searchParams.get('points'))));
  settle(project, Date.now());
  const own = row(project);
  return json({ ...own, roiDiscounted: own.roiSimple === null ? null : own.roiSimple * 0.9, npv: own.realised === null ? null : own.realised * 0.95 - own.cost, irr: own.roiSimple === null ? null : 0.21, paybackMonths: own.roiSimple > 0 ? 17.4 : null, realisationRate: own.realised === null ? null : 0.83, asKnownAt: null, metrics: project.metrics });
}).listen(PORT, '127.0.0.1', function listening() {
  console.log(`Payoff's mock: http://localhost:${this.address().port}/login?token=any`);
});
