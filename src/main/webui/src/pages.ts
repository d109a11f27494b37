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
  /** Pages in the menu stand behind those in the bar; on a phone all are in one menu. */
  place?: 'bar' | 'menu';
  /** Whether parts of the page have addresses below its own. */
  deep?: boolean;
  /** Only for those whose role is one of these; the server decides, this only spares a dead end. */
  roles?: string[];
}

export const pages: PageEntry[] = [
  { path: '/', load: () => import('./portfolio/PortfolioPage'), name: texts.nav.portfolio, key: 'p', place: 'bar' },
  { path: '/alerts', load: () => import('./alerts/AlertsPage'), name: texts.nav.alerts, key: 'a', place: 'bar', deep: true },
  { path: '/connections', load: () => import('./connections/ConnectionsPage'), name: texts.nav.connections, key: 'c', place: 'bar', deep: true },
  { path: '/choose', load: () => import('./choose/ChoosePage'), name: texts.nav.choose, key: 'x', place: 'bar', deep: true },
  { path: '/analysis', load: () => import('./analysis/AnalysisPage'), name: texts.nav.analysis, key: 'r', place: 'menu', deep: true },
  { path: '/setup', load: () => import('./setup/SetupPage'), name: texts.nav.setup, key: 'n', place: 'menu', roles: ['manager', 'admin'] },
  { path: '/settings', load: () => import('./settings/SettingsPage'), name: texts.nav.settings, key: 's', place: 'menu', deep: true },
  { path: '/projects/:id', load: () => import('./project/ProjectPage') },
  { path: '/projects/:id/money', load: () => import('./money/MoneyPage') },
  { path: '/projects/:id/benefits', load: () => import('./benefits/BenefitsPage') },
];

/** Whether an address lies on a page, or below it. */
export const isOn = (page: PageEntry, pathname: string): boolean =>
  page.path === '/' ? pathname === '/' : pathname === page.path || pathname.startsWith(`${page.path}/`);
