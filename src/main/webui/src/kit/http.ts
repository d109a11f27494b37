import { client } from '../api/client';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

interface Options {
  query?: Record<string, string | number | undefined>;
  body?: unknown;
  /** JSON as it was typed, sent to the letter: numbers keep all their digits. */
  text?: string;
  /** What is changed must still be at this version; else the server answers 412. */
  version?: number;
}

type Loose = (method: Method, path: string, init: object) => Promise<{ data?: unknown }>;

/** A call by its path, through the one client: its session, its header against forgery, its errors. */
export async function call<T>(method: Method, path: string, { query, body, text, version }: Options = {}): Promise<T> {
  const { data } = await (client.request as unknown as Loose)(method, path, {
    ...(query ? { params: { query } } : {}),
    ...(text === undefined ? (body === undefined ? {} : { body }) : { body: text, bodySerializer: String }),
    headers: {
      ...(body === undefined && text === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(version === undefined ? {} : { 'If-Match': `"${version}"` }),
    },
  });
  return data as T;
}

/** A part of a path. */
export const part = encodeURIComponent;
