import { Link, useSearchParams, type LinkProps } from 'react-router';
import { keeping } from './urlState';

/** A link to another page that takes along the time one looks back to, and the stretch one looks at. */
export function PageLink({ to, ...rest }: Omit<LinkProps, 'to'> & { to: string }) {
  const [params] = useSearchParams();
  return <Link to={keeping(to, params)} {...rest} />;
}
