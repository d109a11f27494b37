import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, expect, it, vi } from 'vitest';
import { page, whole } from '../kit/testing';
import { AT, portfolioOf, project, row } from '../test-data';
import { VIEWS_KEY } from './views';

vi.mock('uplot', () => ({ default: class { width = 1; setData() {} setSize() {} destroy() {} static paths = { bars: () => null, stepped: () => null }; } }));

const { open } = whole(
  'viewer',
  http.get('*/api/v1/portfolio', () => HttpResponse.json(portfolioOf([row(), row({ id: 'p2', key: 'two', name: 'Two' })]))),
  http.get('*/api/v1/projects/:id/value', ({ params }) => HttpResponse.json(project({ key: String(params.id) }))),
  http.get('*/api/v1/projects/:id/benefits', () => HttpResponse.json(page([]))),
  http.get('*/api/v1/projects/:id/value/series', () => HttpResponse.json({ currency: 'EUR', points: [{ at: AT, realised: 1, cost: 2, planned: null }] })),
);
beforeEach(() => window.localStorage.removeItem(VIEWS_KEY));

it('w makes a wall of it, without bar and controls; Escape leaves it', async () => {
  open('/');
  expect(await screen.findByRole('link', { name: 'One' })).toBeTruthy();
  await userEvent.keyboard('w');
  expect(window.location.search).toBe('?wall=1');
  await waitFor(() => expect(document.querySelector<HTMLElement>('header.bar')!.hidden).toBe(true));
  expect(screen.queryByRole('searchbox')).toBeNull();
  await userEvent.keyboard('{Escape}');
  await waitFor(() => expect(window.location.search).toBe(''));
  expect(await screen.findByRole('searchbox', { name: 'Find a project' })).toBeTruthy();
});

it('a view is kept under a name, opened again, and removed with a way back', async () => {
  open('/?q=two&group=risk');
  await userEvent.click(await screen.findByRole('button', { name: 'Views' }));
  await userEvent.type(await screen.findByLabelText('Save this view as'), 'Just two{Enter}');
  expect(JSON.parse(window.localStorage.getItem(VIEWS_KEY)!)).toEqual([{ name: 'Just two', query: 'q=two&group=risk' }]);
  await userEvent.click(await screen.findByLabelText('Remove the view Just two'));
  await userEvent.click(screen.getByText('Undo'));
  window.history.replaceState(null, '', '/?sort=name');
  await userEvent.click(await screen.findByText('Just two'));
  expect(new URLSearchParams(window.location.search).get('q')).toBe('two');
  expect(new URLSearchParams(window.location.search).has('sort')).toBe(false);
});
