import { cleanup } from '@testing-library/react';
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
});
afterEach(cleanup);
