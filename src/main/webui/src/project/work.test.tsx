import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { describe, expect, it, vi } from 'vitest';
import answers from '../../../resources/api-examples/benefits.json';
import { page, problem, whole } from '../kit/testing';
import { project } from '../test-data';
import { courseWords } from './TargetForm';

vi.mock('uplot', () => ({ default: class { width = 1; setData() {} setSize() {} destroy() {} static paths = { bars: () => null, stepped: () => null }; } }));

const of = '*/api/v1/projects/one';
const drawn = answers['GET /api/v1/projects/{project}/benefit-map'].answer;
const report = answers['GET /api/v1/projects/{project}/stakeholders/{stakeholder}/report'].answer;
const person = { id: report.id, name: report.name, role: report.role, influence: 3, attitude: 1, categories: report.categories, version: 1 };
const promised = { id: 'm1', key: 'one/cost', name: 'Infrastructure cost', baseline: 50_000, target: 35_000, targetDate: null, targetProfile: null, benefitStart: null, unit: 'EUR', version: 3 };
const empty = { project: 'one', derived: true, nodes: [], edges: [], version: 0 };

const { open, writes, server } = whole(
  'manager',
  http.get(`${of}/value`, () => HttpResponse.json(project({ key: 'one', name: 'One' }))),
  http.get(of, () => HttpResponse.json({ id: 'p1', key: 'one', name: 'One', currency: 'EUR', goLive: '2026-01-05T00:00:00Z' })),
  http.get(`${of}/metrics`, () => HttpResponse.json(page([promised]))),
  http.get(`${of}/stakeholders`, () => HttpResponse.json(page([person]))),
  http.get(`${of}/stakeholders/${person.id}/report`, () => HttpResponse.json(report)),
  http.get(`${of}/deliverables`, () => HttpResponse.json(page([]))),
  http.get(`${of}/dependencies`, () => HttpResponse.json(page([]))),
  http.get(`${of}/benefit-map`, () => HttpResponse.json(drawn)),
  http.put(`${of}/benefit-map`, () => HttpResponse.json(drawn)),
  http.put('*/api/v1/metrics/m1/target-profile', () => HttpResponse.json({ points: [] })),
  http.delete('*/api/v1/metrics/m1/target-profile', () => new HttpResponse(null, { status: 204 })),
  // What else the page asks for is not there: each part says so by itself.
  http.get(/\/api\/v1\/(projects\/one|rules|audit|metrics)/, () => problem(404, 'It is not here.')),
);

describe('a project’s page', () => {
  it('has its map drawn by keys alone: a line goes, another comes, and it is saved as it was read', async () => {
    open('/projects/one');
    await userEvent.click(await screen.findByRole('button', { name: 'Change the map' }));
    const box = (name: string) => screen.getByRole('button', { name });
    box('Operations runs in the cloud only, change').focus();
    await userEvent.keyboard('{Enter}');
    expect(screen.getByText(/Operations runs in the cloud only is chosen/)).toBeTruthy();
    box('Lower cost, benefit').focus();
    await userEvent.keyboard(' ');
    await userEvent.selectOptions(screen.getByLabelText('This box'), 'Last rack off (deliverable)');
    await userEvent.selectOptions(screen.getByLabelText('Leads to'), 'Lower cost (benefit)');
    await userEvent.click(screen.getByRole('button', { name: 'Add the line' }));
    await userEvent.click(screen.getByRole('button', { name: 'Save the map' }));
    const edges = drawn.edges.filter(({ from }) => from !== 'ops');
    await waitFor(() => expect(writes).toMatchObject([{ what: 'PUT /api/v1/projects/one/benefit-map', ifMatch: `"${drawn.version}"`, body: { edges: [...edges, { from: 'racks', to: 'cost' }] } }]));
  });

  it('says what would draw an empty map, and has its first box drawn here', async () => {
    server.use(http.get(`${of}/benefit-map`, () => HttpResponse.json(empty)));
    open('/projects/one');
    await userEvent.click(await screen.findByRole('button', { name: 'Draw the map' }));
    await userEvent.type(screen.getByLabelText('What'), 'Operations runs in the cloud only');
    await userEvent.click(screen.getByRole('button', { name: 'Add the box' }));
    await userEvent.selectOptions(screen.getByLabelText('Kind'), 'Benefit');
    await userEvent.selectOptions(screen.getByLabelText('Measured by'), 'Infrastructure cost');
    await userEvent.click(screen.getByRole('button', { name: 'Add the box' }));
    await userEvent.click(screen.getByRole('button', { name: 'Add the line' }));
    await userEvent.click(screen.getByRole('button', { name: 'Save the map' }));
    await waitFor(() =>
      expect(writes).toMatchObject([
        {
          body: {
            nodes: [{ id: 'change-1', kind: 'CHANGE' }, { id: 'benefit-1', kind: 'BENEFIT', title: 'Infrastructure cost', metric: 'cost' }],
            edges: [{ from: 'change-1', to: 'benefit-1' }],
          },
        },
      ]),
    );
  });

  it('says what feeds metrics where there is none, with the next step', async () => {
    server.use(http.get(`${of}/value`, () => HttpResponse.json(project({ key: 'one', name: 'One', metrics: [] }))));
    open('/projects/one');
    expect((await screen.findByRole('link', { name: 'Say what gets better' })).getAttribute('href')).toBe('/setup?project=one&step=2');
    expect(document.body.textContent).not.toMatch(/\b(POST|PUT)\b|\/api\/v1/);
  });

  it('lets a target follow a shape, or dates that are told', async () => {
    open('/projects/one');
    await userEvent.click(await screen.findByRole('button', { name: 'Target over time of Infrastructure cost' }));
    const how = screen.getByLabelText('How the target moves');
    await userEvent.selectOptions(how, 'Slowly, fast, slowly (S-curve)');
    await userEvent.clear(screen.getByLabelText('Months until all of it'));
    await userEvent.type(screen.getByLabelText('Months until all of it'), '9');
    await userEvent.type(screen.getByLabelText('Half is gone after, months'), '36');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(writes).toMatchObject([{ what: 'PUT /api/v1/metrics/m1/target-profile', body: { shape: 'S_CURVE', rampMonths: 9, halfLifeMonths: 36 } }]));
    await userEvent.click(await screen.findByRole('button', { name: 'Target over time of Infrastructure cost' }));
    await userEvent.selectOptions(screen.getByLabelText('How the target moves'), 'By dates that are told');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(screen.getAllByText('This is needed.')).toHaveLength(1);
    await userEvent.type(screen.getByLabelText('Date of point 1'), '2026-12-31');
    await userEvent.type(screen.getByLabelText('Target of point 1'), '40 000');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(writes.at(-1)).toMatchObject({ body: { points: [{ at: '2026-12-31', target: 40_000 }] } }));
  });

  it('tells how a target moves in a sentence', () => {
    expect(courseWords({ ...promised, targetProfile: null } as never)).toMatch(/^The target is 35,000\sEUR from the start\.$/);
    expect(courseWords({ ...promised, targetDate: '2027-06-30T00:00:00Z' } as never)).toMatch(/^The target goes straight to 35,000\sEUR on 30 Jun/);
    expect(courseWords({ ...promised, targetProfile: [{ at: '2026-03-01T00:00:00Z', target: 50_000 }, { at: '2026-05-01T00:00:00Z', target: 40_000 }] } as never)).toMatch(/2 points, to 40,000\sEUR on 1 May/);
    expect(courseWords({ ...promised, target: null } as never)).toBe('There is no target yet.');
  });

  it('tells a stakeholder what matters to them, by an address that can be sent', async () => {
    open(`/projects/one?stakeholder=${person.id}`);
    const lines = await screen.findByRole('list', { name: 'What matters to M. Okafor' });
    expect(lines.textContent).toContain('Lower cost of the data centre · they own it · In delivery');
    expect(screen.getByText(/Involve them closely/)).toBeTruthy();
    expect(screen.getByText(/Reviews that they owe:/).textContent).toContain('12 months after the go-live');
    await userEvent.click(screen.getByRole('button', { name: 'Close what matters to M. Okafor' }));
    expect(window.location.search).not.toContain('stakeholder');
    expect(within(document.body).queryByRole('list', { name: 'What matters to M. Okafor' })).toBeNull();
  });
});

