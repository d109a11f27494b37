import type { ComponentType } from 'react';
import { texts } from './texts';

/** A page of the application: one line here, one folder with its code, styles and texts. */
export interface PageEntry {
  path: string;
  /** Read when the page is opened; its default export is the page. */
  load(): Promise<{ default: ComponentType }>;
  /** Its name in the navigation and the palette; without one it is reached from other pages. */
  name?: string;
  /** `g` and this letter lead to it. */
  key?: string;
  /** Pages in the menu stand behind those in the bar; on a phone all do. */
  place?: 'bar' | 'menu';
  /** Only for those whose role is one of these; the server decides, this only spares a dead end. */
  roles?: string[];
}

export const pages: PageEntry[] = [
  { path: '/', load: () => import('./portfolio/PortfolioPage'), name: texts.nav.portfolio, key: 'p', place: 'bar' },
  { path: '/alerts', load: () => import('./alerts/AlertsPage'), name: texts.nav.alerts, key: 'a', place: 'bar' },
  { path: '/projects/:id', load: () => import('./project/ProjectPage') },
];

/** Whether an address lies on a page, or below it. */
export const isOn = (page: PageEntry, pathname: string): boolean =>
  page.path === '/' ? pathname === '/' : pathname === page.path || pathname.startsWith(`${page.path}/`);
