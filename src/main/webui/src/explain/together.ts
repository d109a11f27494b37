/** A figure of several projects that the server proves: of a group of a roll-up, or of a choice. */
export type TogetherFigure = { kind: 'group'; figure: string; by: string } | { kind: 'choice'; figure: string; resource?: string };

/**
 * What an address names: `group:cost:programme` the cost of the group that `of` names (without it, of those that have none),
 * `choice:regret` a figure of the scenario that `of` names, `choice:oneMore:money` one of a resource. Null: neither.
 */
export function togetherFigure(name: string): TogetherFigure | null {
  const [kind, figure, by, ...rest] = name.split(':');
  if (!figure) return null;
  if (kind === 'group') return by ? { kind, figure, by } : null;
  // A resource may hold colons.
  if (kind === 'choice') return { kind, figure, resource: by === undefined ? undefined : [by, ...rest].join(':') };
  return null;
}
