import { describe, expect, it } from 'vitest';
import { mayLeadTo, toggled, withBox, withoutBox, type Draft } from './mapDraft';

const node = (id: string, kind: Draft['nodes'][number]['kind']) => ({ id, kind, title: id, metric: null, deliverable: null });
const draft: Draft = { nodes: [node('racks', 'DELIVERABLE'), node('ops', 'CHANGE'), node('calm', 'CHANGE'), node('cost', 'BENEFIT')], edges: [{ from: 'racks', to: 'ops' }] };

describe('a map that is being drawn', () => {
  it('has a line come and go between two boxes, whichever was chosen first', () => {
    const lined = toggled(draft, 'cost', 'ops')!;
    expect(lined.edges).toContainEqual({ from: 'ops', to: 'cost' });
    expect(toggled(lined, 'ops', 'cost')!.edges).toEqual(draft.edges);
    expect(toggled(draft, 'ops', 'ops')).toBeNull();
    expect(toggled(draft, 'ops', 'nowhere')).toBeNull();
  });

  it('offers what lies at or after a kind, and nothing that would close a circle', () => {
    expect(mayLeadTo(draft, 'ops').map(({ id }) => id)).toEqual(['calm', 'cost']);
    const there = toggled(draft, 'ops', 'calm')!;
    expect(mayLeadTo(there, 'calm').map(({ id }) => id)).toEqual(['cost']);
    expect(toggled(there, 'calm', 'ops')).toBeNull();
    expect(mayLeadTo(draft, 'cost')).toEqual([]);
  });

  it('gives a new box the first free id, and takes the lines of one that goes along', () => {
    const more = withBox(withBox(draft, { kind: 'CHANGE', title: 'A', metric: null, deliverable: null }), { kind: 'CHANGE', title: 'B', metric: null, deliverable: null });
    expect(more.nodes.slice(-2).map(({ id }) => id)).toEqual(['change-1', 'change-2']);
    expect(withoutBox(draft, 'ops')).toEqual({ nodes: [draft.nodes[0], draft.nodes[2], draft.nodes[3]], edges: [] });
  });
});
