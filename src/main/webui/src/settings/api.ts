import { queryOptions } from '@tanstack/react-query';
import { all } from '../alerts/api';
import type { Answer } from '../api/types';
import { call, part } from '../kit/http';

export type User = Answer<'/api/v1/users'>['items'][number];
export type Key = Answer<'/api/v1/keys'>['items'][number];
export type Rate = Answer<'/api/v1/rates'>['items'][number];
export type Calendar = Answer<'/api/v1/fiscal-calendar'>;
export type Entry = Answer<'/api/v1/audit'>['items'][number];
export type TemplateSummary = Answer<'/api/v1/templates'>['items'][number];
export interface TemplateView {
  key: string;
  name: string;
  builtIn: boolean;
  version: number;
  template: Record<string, unknown>;
}

export const keys = {
  users: ['users'] as const,
  keys: ['keys'] as const,
  rates: ['rates'] as const,
  calendar: ['fiscal-calendar'] as const,
  templates: ['templates'] as const,
  template: (key: string, version?: number) => ['templates', key, version] as const,
  signers: ['template-signers'] as const,
  audit: (subject: string) => ['audit', subject] as const,
};

export const usersQuery = queryOptions({ queryKey: keys.users, queryFn: () => all<User>('/api/v1/users') });
export const keysQuery = queryOptions({ queryKey: keys.keys, queryFn: () => all<Key>('/api/v1/keys') });
export const ratesQuery = queryOptions({ queryKey: keys.rates, queryFn: () => all<Rate>('/api/v1/rates') });
export const calendarQuery = queryOptions({ queryKey: keys.calendar, queryFn: () => call<Calendar>('get', '/api/v1/fiscal-calendar') });
export const templatesQuery = queryOptions({
  queryKey: keys.templates,
  queryFn: async () => (await call<Answer<'/api/v1/templates'>>('get', '/api/v1/templates')).items,
});
export type Signer = Answer<'/api/v1/template-signers'>['items'][number];
export const signersQuery = queryOptions({ queryKey: keys.signers, queryFn: () => all<Signer>('/api/v1/template-signers') });
/** A template as it is, or as the organisation's own was in an earlier version. */
export const templateQuery = (key: string, version?: number) =>
  queryOptions({
    queryKey: keys.template(key, version),
    queryFn: () => call<TemplateView>('get', `/api/v1/templates/${part(key)}`, { query: { version } }),
    enabled: key !== '',
  });
