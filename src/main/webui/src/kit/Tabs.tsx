import { NavLink, useSearchParams } from 'react-router';
import { keeping } from '../shell/urlState';

/** Parts of a page, each with an address of its own; the time one looks back to goes along. */
export function Tabs({ label, items }: { label: string; items: { to: string; text: string; count?: number; end?: boolean }[] }) {
  const [params] = useSearchParams();
  return (
    <nav className="tabs" aria-label={label}>
      {items.map(({ to, text, count, end }) => (
        <NavLink key={to} to={keeping(to, params)} end={end ?? true}>
          {text}
          {count !== undefined && <span className="quiet"> {count}</span>}
        </NavLink>
      ))}
    </nav>
  );
}
