import type { Changes } from '../shell/urlState';

/** Where a part of a proof goes on: another proof in the same drawer, or the page that has what it is made of. */
export type Further = { kind: 'proof'; changes: Changes } | { kind: 'page'; to: string };

const READINGS = /^\/api\/v1\/metrics\/[^/]+\/measurements$/;
const OF_PROJECT = /^\/api\/v1\/projects\/([^/]+)\/(.+)$/;

/** Whether a node of a tree points at readings of a metric. */
export const isReadings = (path: string): boolean => READINGS.test(new URL(path, window.location.origin).pathname);

/**
 * What the server names as the place of a further proof, as the address of the drawer. It tells the same terms and the
 * same moment as the question did, and the page's address has the moment already.
 *
 * @param whole the figure that is meant where the server proves all of a project's at once
 * @returns null for readings, and for what no page shows
 */
export function furtherOf(path: string, whole: string): Further | null {
  const { pathname, searchParams: asked } = new URL(path, window.location.origin);
  const figure = asked.get('figure');
  const proof = (explain: string, of: string): Further => {
    const terms = ['rate', 'schedule'].filter((name) => asked.has(name)).map((name) => [name, asked.get(name)] as const);
    return { kind: 'proof', changes: { explain, of, ...Object.fromEntries(terms) } };
  };
  if (pathname === '/api/v1/portfolio/delay/explain') {
    const project = asked.get('project');
    return project && figure ? proof(`delay:${figure}`, project) : null;
  }
  const match = OF_PROJECT.exec(pathname);
  if (!match) return null;
  const project = decodeURIComponent(match[1]!);
  switch (match[2]) {
    case 'value/explain':
      return proof(whole, project);
    case 'money/explain': {
      const day = asked.get('day');
      return figure ? proof(['money', figure, asked.get('basis') ?? 'TO_DATE', ...(day ? [day] : [])].join(':'), project) : null;
    }
    case 'money/proofs/earned-value':
      return figure ? proof(`earned:${figure}`, project) : null;
    case 'costs':
    case 'priority':
      return { kind: 'page', to: `/projects/${encodeURIComponent(project)}/money` };
    default:
      return null;
  }
}
