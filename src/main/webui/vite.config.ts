import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { sizeLimit } from './size-limit.ts';

// The server that `npm run dev` forwards to: `./payoff dev`, or `npm run mock`.
const backend = process.env.PAYOFF_BACKEND ?? 'http://localhost:8080';
const forwarded = Object.fromEntries(
  ['/api', '/login', '/q', '/hooks', '/.well-known'].map((path) => [path, { target: backend }]),
);

export default defineConfig({
  plugins: [react(), sizeLimit()],
  build: {
    target: 'es2022',
    // A strict content security policy has no data: addresses, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
  server: { port: 5173, strictPort: true, proxy: forwarded },
  test: {
    environment: 'jsdom',
    setupFiles: ['src/test-setup.ts'],
    restoreMocks: true,
    testTimeout: 30_000,
  },
});
