import { cleanup, configure } from '@testing-library/react';
import { afterEach, beforeAll } from 'vitest';

// What jsdom lacks and Mantine asks for.
beforeAll(() => {
  window.matchMedia = (query) =>
    ({ matches: false, media: query, addEventListener: () => {}, removeEventListener: () => {}, addListener: () => {}, removeListener: () => {} }) as unknown as MediaQueryList;
  window.ResizeObserver = class {
    observe() {}
    unobserve() {}
    disconnect() {}
  };
  window.HTMLElement.prototype.scrollIntoView = () => {};
  Object.defineProperty(document, 'fonts', { value: new EventTarget(), configurable: true });
});
afterEach(cleanup);

// A bound for what never comes; a slow machine is no failure.
configure({ asyncUtilTimeout: 15_000 });
