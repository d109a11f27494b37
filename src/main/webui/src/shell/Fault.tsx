import { Component } from 'react';
import type { ReactNode } from 'react';
import { texts } from '../texts';

/** What a fault in a page leaves: a sentence and a way out, instead of a white window. */
export class Fault extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <main>
        <div className="problem" role="alert">
          <strong>{texts.problem.crashed}</strong> {error.message}{' '}
          <button className="text-button" type="button" onClick={() => window.location.reload()}>
            {texts.problem.reload}
          </button>
        </div>
      </main>
    );
  }
}
