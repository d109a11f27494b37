import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it, vi } from 'vitest';
import answers from '../../../resources/api-examples/registry.json';
import { page, whole } from '../kit/testing';

vi.mock('uplot', () => ({ default: class {} }));

const file = answers['GET /api/v1/template-catalogue'].answer;
const list = answers['GET /api/v1/templates'].answer;
const newest = { key: 'data-platform', name: 'Data platform', builtIn: false, version: 2, template: { key: 'data-platform', name: 'Data platform', metrics: [] } };
const FINGERPRINT = '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae';
let trusted = false;

const { open, writes } = whole(
  'admin',
  http.get('*/api/v1/templates', () => HttpResponse.json(list)),
  http.get('*/api/v1/templates/data-platform', ({ request }) =>
    HttpResponse.json(new URL(request.url).searchParams.get('version') === '1' ? { ...newest, version: 1, template: { ...newest.template, name: 'Data, as it was' } } : newest),
  ),
  http.put('*/api/v1/templates/data-platform', () => HttpResponse.json({ ...newest, version: 3 })),
  http.get('*/api/v1/template-signers', () => HttpResponse.json(page(answers['GET /api/v1/template-signers'].answer.items))),
  http.post('*/api/v1/template-signers', () => {
    trusted = true;
    return HttpResponse.json({ fingerprint: FINGERPRINT, name: 'Group PMO' });
  }),
  http.get('*/api/v1/template-catalogue', () => HttpResponse.json(file)),
  http.post('*/api/v1/template-catalogue', () =>
    trusted
      ? HttpResponse.json({ fingerprint: FINGERPRINT, signer: 'Group PMO', trusted: true, templates: [{ key: 'data-platform', version: 1, what: 'CREATED' }] })
      : HttpResponse.json({ title: 'Unknown signer', status: 409, code: 'UNKNOWN_SIGNER', detail: `The file is genuine, signed by the key ${FINGERPRINT}.`, remedy: 'Compare the fingerprint.' }, { status: 409 }),
  ),
);

it('an earlier version can be looked at, and made the newest again', async () => {
  open('/settings/templates');
  await userEvent.click(await screen.findByRole('button', { name: 'Look at Data platform' }));
  await userEvent.selectOptions(await screen.findByLabelText('Version'), '1');
  await waitFor(() => expect((screen.getByLabelText('The template as JSON') as HTMLTextAreaElement).value).toContain('Data, as it was'));
  await userEvent.click(screen.getByRole('button', { name: 'Save it as the newest version' }));
  await waitFor(() => expect(writes).toMatchObject([{ what: 'PUT /api/v1/templates/data-platform', ifMatch: '"2"', body: { name: 'Data, as it was' } }]));
});

it('templates leave as a signed file', async () => {
  const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {});
  const made = vi.fn((_: Blob) => 'blob:x');
  vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: made, revokeObjectURL: () => {} }));
  open('/settings/templates');
  await userEvent.click(await screen.findByRole('button', { name: 'Export all our own templates as a signed file' }));
  await waitFor(() => expect(click).toHaveBeenCalled());
  expect(made.mock.calls[0]![0].type).toBe('application/json');
});

it('a file of an unknown signer shows its fingerprint, and is taken once the signer is trusted', async () => {
  open('/settings/templates');
  await screen.findByRole('button', { name: 'Take in a file' });
  await userEvent.upload(document.querySelector<HTMLInputElement>('input[type=file]')!, new File([JSON.stringify(file)], 'templates.json', { type: 'application/json' }));
  expect((await screen.findByRole('alert')).textContent).toContain('Compare the fingerprint.');
  await userEvent.type(screen.getByLabelText('Name of the signer'), 'Group PMO');
  await userEvent.click(screen.getByRole('button', { name: 'Trust the signer' }));
  expect((await screen.findByText(/Taken in from Group PMO: data-platform \(version 1, new\)\./))).toBeTruthy();
  expect(writes.map(({ what }) => what)).toEqual(['POST /api/v1/template-catalogue', 'POST /api/v1/template-signers', 'POST /api/v1/template-catalogue']);
});

it('what is no file of templates is said to be none', async () => {
  open('/settings/templates');
  await screen.findByRole('button', { name: 'Take in a file' });
  await userEvent.upload(document.querySelector<HTMLInputElement>('input[type=file]')!, new File(['{'], 'notes.json', { type: 'application/json' }));
  expect((await screen.findByRole('alert')).textContent).toContain('notes.json is no file of templates');
  expect(writes).toEqual([]);
});
