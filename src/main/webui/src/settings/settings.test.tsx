import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { describe, expect, it, vi } from 'vitest';
import { page, whole } from '../kit/testing';

vi.mock('uplot', () => ({ default: class {} }));

const key = { id: 'y1', name: 'prometheus', prefix: 'pk_abc', role: 'CONTRIBUTOR', scopes: ['ingest'], createdBy: 'Ada', createdAt: '2026-11-01T00:00:00Z', expiresAt: null, revokedAt: null, lastUsedAt: null };
const user = { id: 'u1', email: 'bob@example.org', name: 'Bob', role: 'VIEWER', disabledAt: null, createdAt: '2026-11-01T00:00:00Z', version: 0 };

const told = { key: 'calendar', version: 1, builtIn: false, knownFrom: '2026-11-21T10:00:00Z', terms: { firstMonth: 4, namedByEnd: true, label: 'FY{yyyy}' } };

const { open, writes } = whole(
  'admin',
  http.get('*/api/v1/keys', () => HttpResponse.json(page([key]))),
  http.post('*/api/v1/keys', () => HttpResponse.json({ key, secret: 'pk_abc_secret' }, { status: 201 })),
  http.delete('*/api/v1/keys/y1', () => new HttpResponse(null, { status: 204 })),
  http.get('*/api/v1/users', () => HttpResponse.json(page([user]))),
  http.patch('*/api/v1/users/u1', () => HttpResponse.json(user)),
  http.get('*/api/v1/rates', () => HttpResponse.json(page([]))),
  http.put('*/api/v1/rates', () => HttpResponse.json({})),
  http.get('*/api/v1/fiscal-calendar', () => HttpResponse.json(calendar), { once: true }),
  http.get('*/api/v1/fiscal-calendar', () => HttpResponse.json(told)),
  http.put('*/api/v1/fiscal-calendar', () => HttpResponse.json(told)),
  http.get('*/api/v1/audit', () =>
    HttpResponse.json(page([{ id: 7, at: '2026-11-21T10:00:00Z', actor: 'Ada', action: 'rule.created', subjectType: 'rule', subjectId: 'r1', detail: { name: 'Too dear' } }])),
  ),
);

const calendar = { key: 'calendar', version: 0, builtIn: true, knownFrom: null, terms: { firstMonth: 1, namedByEnd: false, label: '{yyyy}' } };

describe('settings', () => {
  it('show a key once, limited to what it is for', async () => {
    open('/settings/keys');
    await userEvent.click(await screen.findByRole('button', { name: 'Make a key' }));
    await userEvent.type(screen.getByLabelText(/^For what/), 'shop');
    await userEvent.click(screen.getByRole('button', { name: 'Make the key' }));
    expect(await screen.findByText('pk_abc_secret')).toBeTruthy();
    expect(writes).toMatchObject([{ what: 'POST /api/v1/keys', body: { name: 'shop', role: 'CONTRIBUTOR', scopes: ['ingest'], expiresAt: null } }]);
  });

  it('revoke a key for good when the way back has gone', async () => {
    const page = open('/settings/keys');
    await userEvent.click(await screen.findByRole('button', { name: 'Revoke prometheus' }));
    expect(screen.getByText(/The key prometheus is removed/)).toBeTruthy();
    expect(writes).toEqual([]);
    page.unmount();
    await waitFor(() => expect(writes).toMatchObject([{ what: 'DELETE /api/v1/keys/y1' }]));
  });

  it('give a person another role, and lock them out', async () => {
    open('/settings/users');
    await userEvent.selectOptions(await screen.findByLabelText('Role of Bob'), 'MANAGER');
    await userEvent.click(await screen.findByRole('button', { name: 'Lock Bob out' }));
    await waitFor(() => expect(writes.map(({ body }) => body)).toEqual([{ role: 'MANAGER' }, { disabled: true }]));
  });

  it('put a rate in force', async () => {
    open('/settings/rates');
    await userEvent.type(await screen.findByLabelText(/^One/), 'usd');
    await userEvent.type(screen.getByLabelText(/^is worth/), '0,92');
    await userEvent.type(screen.getByLabelText(/^From/), '2026-01-01');
    await userEvent.click(screen.getByRole('button', { name: 'Put in force' }));
    await waitFor(() => expect(writes).toMatchObject([{ body: { base: 'USD', quote: 'EUR', rate: 0.92, validFrom: '2026-01-01' } }]));
  });

  it('show the fiscal calendar, and what another would make of today, before it is put in force', async () => {
    open('/settings/calendar');
    expect(await screen.findByText(/Nobody has told another calendar/)).toBeTruthy();
    expect(screen.getAllByText(/Today lies in \d{4}\./)[0]).toBeTruthy();
    await userEvent.selectOptions(screen.getByLabelText('The year begins in'), 'April');
    await userEvent.selectOptions(screen.getByLabelText('It is named after'), 'the calendar year it ends in');
    const label = screen.getByLabelText(/^It is called/);
    await userEvent.clear(label);
    await userEvent.type(label, 'FY{{yyyy}');
    expect(screen.getAllByText(/Today would lie in FY\d{4}\. Not in force yet/)[0]).toBeTruthy();
    expect(writes).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'Put in force' }));
    await waitFor(() =>
      expect(writes).toMatchObject([{ what: 'PUT /api/v1/fiscal-calendar', body: { firstMonth: 4, namedByEnd: true, label: 'FY{yyyy}' } }]),
    );
    expect(await screen.findByText(/^Version 1, in force since/)).toBeTruthy();
  });

  it('tell who changed what', async () => {
    open('/settings/audit');
    expect(await screen.findByText('rule.created')).toBeTruthy();
    expect(screen.getByText('name: Too dear')).toBeTruthy();
  });
});
