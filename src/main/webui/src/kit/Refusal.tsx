import { ApiError } from '../api/client';
import { ProblemNote } from '../shell/ProblemNote';

/** What the server found wrong with one field; undefined where nothing is. */
export function violation(error: Error | null, ...fields: string[]): string | undefined {
  if (!(error instanceof ApiError)) return undefined;
  const found = error.problem?.violations?.find(({ field }) => fields.includes(field));
  return found ? sentence(found.message) : undefined;
}

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1) + (text.endsWith('.') ? '' : '.');

/** What went wrong with a form, for a reader of the whole of it. */
export function Refusal({ error }: { error: Error | null }) {
  return error ? <ProblemNote error={error} /> : null;
}
