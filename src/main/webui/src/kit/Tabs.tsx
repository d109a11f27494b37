import { NavLink } from 'react-router';

/** Parts of a page, each with an address of its own. */
export function Tabs({ label, items }: { label: string; items: { to: string; text: string; count?: number; end?: boolean }[] }) {
  return (
    <nav className="tabs" aria-label={label}>
      {items.map(({ to, text, count, end }) => (
        <NavLink key={to} to={to} end={end ?? true}>
          {text}
          {count !== undefined && <span className="quiet"> {count}</span>}
        </NavLink>
      ))}
    </nav>
  );
}
