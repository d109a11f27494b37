import { CopyButton } from '@mantine/core';
import { texts } from './texts';

/** Text to paste elsewhere, with a button that copies it. */
export function Copy({ text, name, block = true }: { text: string; name: string; block?: boolean }) {
  const button = (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <button type="button" className="text-button small" onClick={copy} aria-label={copied ? undefined : texts.copyOf(name)}>
          {copied ? texts.copied : texts.copy}
        </button>
      )}
    </CopyButton>
  );
  if (!block) {
    return (
      <span className="copy-line">
        <code>{text}</code> {button}
      </span>
    );
  }
  return (
    <div className="copy">
      <pre tabIndex={0} aria-label={name}>
        <code>{text}</code>
      </pre>
      {button}
    </div>
  );
}
