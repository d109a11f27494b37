import '@fontsource-variable/ibm-plex-sans/wght.css';
import '@mantine/core/styles.css';
import './styles.css';
import { createRoot } from 'react-dom/client';
import { App } from './App';

createRoot(document.getElementById('root')!).render(<App />);

/** A tab older than the server asks for parts that are no longer there: the page of today knows today's. */
const RELOAD_AT_MOST_EVERY_MS = 30_000;
window.addEventListener('vite:preloadError', (event) => {
  const last = Number(sessionStorage.getItem('payoff-reloaded'));
  if (Date.now() - last < RELOAD_AT_MOST_EVERY_MS) return;
  event.preventDefault();
  sessionStorage.setItem('payoff-reloaded', String(Date.now()));
  window.location.reload();
});
