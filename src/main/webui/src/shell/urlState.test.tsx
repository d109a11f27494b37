import { act, render, screen } from '@testing-library/react';
import { BrowserRouter } from 'react-router';
import { beforeEach, describe, expect, it } from 'vitest';
import { PageLink } from './PageLink';
import { keeping, useUrl, useUrlChoice, useUrlList, useUrlText, type UrlState } from './urlState';

let url: UrlState;
let pick: (next: 'a' | 'b') => void;
function Probe() {
  url = useUrl();
  const [choice, choose] = useUrlChoice('tab', ['a', 'b']);
  const [text] = useUrlText('q');
  const [list] = useUrlList('vs');
  pick = choose;
  return (
    <>
      <output>{`${choice} ${text} ${list.join('+')}`}</output>
      <PageLink to="/alerts?state=resolved">there</PageLink>
    </>
  );
}

beforeEach(() => window.history.replaceState(null, '', '/'));
const show = (address: string) => {
  window.history.replaceState(null, '', address);
  render(<Probe />, { wrapper: BrowserRouter });
};

describe('the state of a page is its address', () => {
  it('and what the address does not know is the first choice', () => {
    show('/?tab=zzz&q=cost&vs=one&vs=two');
    expect(screen.getByRole('status').textContent).toBe('a cost one+two');
  });

  it('the first choice leaves the address short', () => {
    show('/?tab=b&q=x');
    act(() => pick('a'));
    expect(window.location.search).toBe('?q=x');
  });

  it('changes made one after the other in one turn all count', () => {
    show('/?sort=name');
    act(() => {
      url.change({ q: 'one' });
      url.change({ vs: ['a', 'b'] });
      url.change({ sort: null });
    });
    expect(window.location.search).toBe('?q=one&vs=a&vs=b');
  });

  it('the time looked back to goes along to other pages, what is said of one page does not', () => {
    expect(keeping('/alerts?state=resolved', new URLSearchParams('asOf=2026-01-01T00:00:00Z&q=x'))).toBe(
      '/alerts?state=resolved&asOf=2026-01-01T00%3A00%3A00Z',
    );
    expect(keeping('/?range=7d', new URLSearchParams('range=30d'))).toBe('/?range=7d');
    show('/?asKnownAt=2026-01-01T00:00:00Z');
    expect(screen.getByRole('link').getAttribute('href')).toContain('asKnownAt=2026');
  });
});
