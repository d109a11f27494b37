/**
 * Measures the built dashboard in a Chromium of this machine against the mock server, and prints what came out as JSON, with the
 * load of the machine beside it. Build first (`npx vite build`). `PAYOFF_CHROMIUM` names a Chromium that is not on the path.
 *
 *   node scripts/measure.mjs portfolio [seconds]   500 projects, 50 changes a second: tasks over 50 ms on the page's main thread
 *   node scripts/measure.mjs memory [minutes]      the same page: the heap after a forced collection, once a minute
 *   node scripts/measure.mjs year                  a metric with a year of minutes: first drawing, and frames while zooming
 *
 * `--profile` adds the functions that took most of the main thread (build with `--minify false` to read their names).
 */
import { spawn } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const LONG_MS = 50;
const FRAME_MS = 1000 / 60;
const SETTLE_MS = 5_000;
const PROJECTS = '500';
const RATE = '50';
const SIZE = { width: 1440, height: 900 };
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
/** As the browser tests start it: it speaks to nobody but the server under test. */
const ARGUMENTS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-dev-shm-usage', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

const round = (value, digits = 1) => Number(value.toFixed(digits));
const wait = (ms) => new Promise((go) => setTimeout(go, ms));

function browserPath() {
  const named = process.env.PAYOFF_CHROMIUM ? [process.env.PAYOFF_CHROMIUM] : [];
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const found = [...named, ...onPath].find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  if (!found) throw new Error('No Chromium on this machine: install the package "chromium", or name one in PAYOFF_CHROMIUM.');
  return found;
}

/** The mock server on a port of its own; resolves with its address. */
function mock(settings) {
  const child = spawn(process.execPath, [join(HERE, '..', 'mock', 'server.mjs')], {
    env: { ...process.env, PORT: '0', ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const address = new Promise((resolve, reject) => {
    child.stdout.on('data', (text) => {
      const found = /http:\/\/localhost:\d+/.exec(String(text));
      if (found) resolve(found[0]);
    });
    child.on('exit', (code) => reject(new Error(`The mock server ended with ${code} before it listened.`)));
  });
  return { address, stop: () => child.kill() };
}

/** How busy the machine's processors were since the last call, 0 to 1; null where the system does not tell. */
function processors() {
  let before = ticks();
  function ticks() {
    try {
      const [user, nice, system, idle, iowait, ...more] = readFileSync('/proc/stat', 'utf8').split('\n')[0].trim().split(/\s+/).slice(1).map(Number);
      return { idle: idle + iowait, all: user + nice + system + idle + iowait + more.reduce((sum, each) => sum + each, 0) };
    } catch {
      return null;
    }
  }
  return () => {
    const now = ticks();
    const share = now && before ? 1 - (now.idle - before.idle) / (now.all - before.all) : null;
    before = now;
    return share === null ? null : round(share, 2);
  };
}

const machine = (busy) => ({ processors: availableParallelism(), busy: busy(), load1: round(loadavg()[0], 2) });

async function opened(base, path, use) {
  const browser = await chromium.launch({ executablePath: browserPath(), args: ARGUMENTS });
  try {
    const context = await browser.newContext({ viewport: SIZE, locale: 'en-GB' });
    await context.request.post(`${base}/api/v1/session`, { headers: { 'X-Payoff': '1' }, data: { tenant: 'demo', email: 'a@b.example', password: 'any' } });
    const page = await context.newPage();
    page.on('pageerror', ({ message }) => console.error(`The page has a fault: ${message}`));
    const devtools = await context.newCDPSession(page);
    return await use({ page, devtools, open: () => page.goto(base + path) });
  } finally {
    await browser.close();
  }
}

/** Records a trace while `work` runs; resolves with its events. */
async function traced(devtools, work) {
  const events = [];
  devtools.on('Tracing.dataCollected', ({ value }) => events.push(...value));
  const complete = new Promise((resolve) => devtools.once('Tracing.tracingComplete', resolve));
  await devtools.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { recordMode: 'recordAsMuchAsPossible', includedCategories: ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'v8', 'blink.user_timing'] },
  });
  await work();
  await devtools.send('Tracing.end');
  await complete;
  return events;
}

/** Tasks of the page's main thread: how long by the clock, how long by the processor, and what was most of the longest. */
function tasksOf(events) {
  const threads = events.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain');
  const complete = events.filter(({ ph, dur }) => ph === 'X' && dur > 0);
  // The page under test is the renderer that worked most.
  const worked = (thread) => complete.filter((e) => e.pid === thread.pid && e.tid === thread.tid && e.name === 'RunTask').reduce((sum, { dur }) => sum + dur, 0);
  const busiest = threads.map((thread) => ({ thread, sum: worked(thread) })).sort((a, b) => b.sum - a.sum)[0]?.thread;
  if (!busiest) throw new Error('The trace has no main thread of a page: this Chromium traces in another way.');
  const own = complete.filter(({ pid, tid }) => pid === busiest.pid && tid === busiest.tid);
  const tasks = own.filter(({ name }) => name === 'RunTask').sort((a, b) => b.dur - a.dur);
  const parts = (task) => {
    const within = own.filter((e) => e !== task && e.ts >= task.ts && e.ts + e.dur <= task.ts + task.dur);
    const sums = new Map();
    for (const each of within) {
      const children = within.filter((e) => e !== each && e.ts >= each.ts && e.ts + e.dur <= each.ts + each.dur && e.dur < each.dur);
      const direct = children.filter((c) => !children.some((o) => o !== c && o.dur > c.dur && o.ts <= c.ts && o.ts + o.dur >= c.ts + c.dur));
      const self = each.dur - direct.reduce((sum, { dur }) => sum + dur, 0);
      sums.set(each.name, (sums.get(each.name) ?? 0) + self);
    }
    return Object.fromEntries([...sums].sort((a, b) => b[1] - a[1]).slice(0, 5).map(([name, us]) => [name, round(us / 1000)]));
  };
  const whole = new Map();
  for (const { name, tdur } of own) whole.set(name, (whole.get(name) ?? 0) + (tdur ?? 0));
  const told = (task) => ({ ms: round(task.dur / 1000), processorMs: round((task.tdur ?? 0) / 1000), parts: parts(task) });
  return {
    tasks: tasks.length,
    mainThreadMs: round(tasks.reduce((sum, { dur }) => sum + dur, 0) / 1000, 0),
    mainThreadProcessorMs: round(tasks.reduce((sum, { tdur }) => sum + (tdur ?? 0), 0) / 1000, 0),
    over50ms: tasks.filter(({ dur }) => dur > LONG_MS * 1000).length,
    over16msOfProcessor: tasks.filter(({ tdur }) => (tdur ?? 0) > FRAME_MS * 1000).length,
    over50msOfProcessor: tasks.filter(({ tdur }) => (tdur ?? 0) > LONG_MS * 1000).length,
    // Each with what lies within it.
    processorMsByKind: Object.fromEntries([...whole].filter(([name]) => name !== 'RunTask').sort((a, b) => b[1] - a[1]).slice(0, 10).map(([name, us]) => [name, round(us / 1000, 0)])),
    longest: tasks.slice(0, 3).map(told),
    longestOfProcessor: tasks.toSorted((a, b) => (b.tdur ?? 0) - (a.tdur ?? 0)).slice(0, 3).map(told),
  };
}

/** Functions by the time that was spent in themselves. */
function busiestOf({ nodes, samples, timeDeltas }) {
  const byId = new Map(nodes.map((node) => [node.id, node.callFrame]));
  const sums = new Map();
  samples.forEach((id, at) => {
    const { functionName, lineNumber } = byId.get(id);
    const name = `${functionName || '(anonymous)'}:${lineNumber + 1}`;
    sums.set(name, (sums.get(name) ?? 0) + timeDeltas[at]);
  });
  return Object.fromEntries([...sums].sort((a, b) => b[1] - a[1]).slice(0, 25).map(([name, us]) => [name, round(us / 1000)]));
}

async function profiled(devtools, wanted, work) {
  if (!wanted) {
    await work();
    return undefined;
  }
  await devtools.send('Profiler.enable');
  await devtools.send('Profiler.start');
  await work();
  return busiestOf((await devtools.send('Profiler.stop')).profile);
}

async function portfolio(base, { number: seconds = 60, profile }) {
  return opened(base, '/', async ({ page, devtools, open }) => {
    await open();
    await page.waitForSelector('tr[data-project]');
    await wait(SETTLE_MS);
    const busy = processors();
    let functions;
    const events = await traced(devtools, async () => {
      functions = await profiled(devtools, profile, () => wait(seconds * 1000));
    });
    return { measured: `${PROJECTS} projects, ${RATE} changes a second, ${seconds} s`, machine: machine(busy), ...tasksOf(events), ...(functions ? { functions } : {}) };
  });
}

async function memory(base, { number: minutes = 30 }) {
  return opened(base, '/', async ({ page, devtools, open }) => {
    await open();
    await page.waitForSelector('tr[data-project]');
    await wait(SETTLE_MS);
    const busy = processors();
    const series = [];
    for (let minute = 0; minute <= minutes; minute++) {
      if (minute > 0) await wait(60_000);
      // Twice: what the first collection frees may be all that held something else.
      await devtools.send('HeapProfiler.collectGarbage');
      await devtools.send('HeapProfiler.collectGarbage');
      const { usedSize } = await devtools.send('Runtime.getHeapUsage');
      const { nodes, jsEventListeners } = await devtools.send('Memory.getDOMCounters');
      series.push({ minute, heapMB: round(usedSize / 1e6, 2), nodes, listeners: jsEventListeners });
      console.error(JSON.stringify(series.at(-1)));
    }
    return { measured: `${PROJECTS} projects, ${RATE} changes a second, ${minutes} minutes`, machine: machine(busy), series };
  });
}

const METRIC = 'dc-exit/infra-cost';
const ZOOMS = 12;
const DRAWINGS = 7;
/** Days of a year, less those that the mock leaves out. */
const LEAST_POINTS = 330;

async function year(base, { profile }) {
  return opened(base, '/projects/dc-exit?range=1y', async ({ page, devtools, open }) => {
    const asked = [];
    page.on('response', async (answer) => {
      const url = new URL(answer.url());
      if (!url.pathname.endsWith('/windows')) return;
      // The body of an answer that was navigated away from is gone.
      const windows = await answer.json().then((read) => read.windows.length, () => null);
      if (windows === null) return;
      asked.push({ metric: decodeURIComponent(url.pathname).split('/').slice(4, -1).join('/'), size: url.searchParams.get('size'), windows });
    });
    const panel = page.locator(`[data-metric="${METRIC}"]`);
    const busy = processors();
    // The year's page from an address that is typed in: the whole application, its data and the drawing.
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    const cold = await drawn(page, devtools, open);
    // The usual way: the application is there, and somebody asks for the year.
    const warm = [];
    for (let at = 0; at < DRAWINGS; at++) {
      // Loaded anew: a year that was read before would be drawn from memory.
      await page.goto(`${base}/projects/dc-exit?range=7d`);
      await panel.locator('canvas').waitFor();
      await wait(SETTLE_MS / 5);
      warm.push(await drawn(page, devtools, () => page.getByText('1 y', { exact: true }).click()));
    }
    const zoom = await zooming(page, devtools, panel, profile);
    return { measured: `a metric with a year of minutes (${METRIC})`, machine: machine(busy), asked: [...new Set(asked.filter(({ metric }) => metric === 'm-dc-exit-infra-cost').map(({ size, windows }) => `${windows} windows of a ${size}`))], fromAnAddressMs: cold.ms, fromAWeek: { medianMs: middle(warm.map(({ ms }) => ms)), medianProcessorMs: middle(warm.map(({ processorMs }) => processorMs)), all: warm }, zoom };
  });
}

/** From the deed to the frame after which the metric's chart tells of a year of points and its canvas is drawn, in ms. */
async function drawn(page, devtools, deed) {
  const before = await worked(devtools);
  const start = performance.now();
  await deed();
  await page.waitForFunction(
    ([metric, least]) => {
      const panel = document.querySelector(`[data-metric="${metric}"]`);
      const points = Number(/: (\d+) points;/.exec(panel?.querySelector('figcaption')?.textContent ?? '')?.[1] ?? 0);
      return points >= least && panel.querySelector('canvas') !== null;
    },
    [METRIC, LEAST_POINTS],
    { polling: 'raf', timeout: 30_000 },
  );
  await page.evaluate(() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go))));
  const ms = round(performance.now() - start, 0);
  return { ms, processorMs: round((await worked(devtools)) - before, 0) };
}

/** What the page's main thread has used of a processor, in ms. */
async function worked(devtools) {
  const { metrics } = await devtools.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration').value * 1000;
}

/** Drags over the chart again and again, zooming in and out; the frames that the page made meanwhile. */
async function zooming(page, devtools, panel, profile) {
  await panel.scrollIntoViewIfNeeded();
  const over = panel.locator('.u-over');
  await page.evaluate(() => {
    const frames = (window.frames_ = []);
    let last = performance.now();
    const next = (now) => {
      frames.push(now - last);
      last = now;
      window.framing = requestAnimationFrame(next);
    };
    window.framing = requestAnimationFrame(next);
  });
  let functions;
  const drag = async () => {
    for (let at = 0; at < ZOOMS; at++) {
      const box = await over.boundingBox();
      await page.mouse.move(box.x + box.width * 0.2, box.y + box.height / 2);
      await page.mouse.down();
      for (let step = 0; step <= 20; step++) await page.mouse.move(box.x + box.width * (0.2 + step * 0.03), box.y + box.height / 2);
      await page.mouse.up();
      await wait(600);
      await page.goBack();
      await wait(600);
    }
  };
  const events = await traced(devtools, async () => {
    functions = await profiled(devtools, profile, drag);
  });
  const frames = await page.evaluate(() => {
    cancelAnimationFrame(window.framing);
    return window.frames_.slice(1);
  });
  const sorted = frames.toSorted((a, b) => a - b);
  const total = frames.reduce((sum, each) => sum + each, 0);
  const { longestOfProcessor, over50ms, over16msOfProcessor, over50msOfProcessor } = tasksOf(events);
  return {
    zooms: ZOOMS, frames: frames.length, perSecond: round((frames.length / total) * 1000),
    p95FrameMs: round(sorted[Math.floor(sorted.length * 0.95)]), longestFrameMs: round(sorted.at(-1)),
    missed: frames.filter((ms) => ms > FRAME_MS * 1.5).length, over50ms, over16msOfProcessor, over50msOfProcessor, longestOfProcessor, ...(functions ? { functions } : {}),
  };
}

const middle = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

const MEASURES = {
  portfolio: { run: portfolio, settings: { MOCK_PROJECTS: PROJECTS, MOCK_RATE: RATE } },
  memory: { run: memory, settings: { MOCK_PROJECTS: PROJECTS, MOCK_RATE: RATE } },
  year: { run: year, settings: {} },
};

const [what, ...rest] = process.argv.slice(2);
const measure = MEASURES[what];
if (!measure) {
  console.error(`Say what to measure: ${Object.keys(MEASURES).join(', ')}.`);
  process.exit(2);
}
const number = rest.map(Number).find((each) => each > 0);
const server = mock(measure.settings);
try {
  console.log(JSON.stringify(await measure.run(await server.address, { number, profile: rest.includes('--profile') }), null, 2));
} finally {
  server.stop();
}
