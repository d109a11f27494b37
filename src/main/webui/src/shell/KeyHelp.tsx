import { Modal, Switch } from '@mantine/core';
import { useCommandList } from '../keys/commands';
import { texts } from '../texts';

interface KeyHelpProps {
  close(): void;
  enabled: boolean;
  enable(on: boolean): void;
}

/** The keys that work here and now. */
export default function KeyHelp({ close, enabled, enable }: KeyHelpProps) {
  const offered = useCommandList();
  const seen = new Set<string>();
  const own = offered.flatMap(({ keys, title }) => {
    if (!keys || seen.has(keys)) return [];
    seen.add(keys);
    return [[keys, title] as const];
  });
  return (
    <Modal opened onClose={close} title={texts.help.title} size="sm" closeButtonProps={{ 'aria-label': texts.explain.close }}>
      <dl className="keys">
        {[...own, ...texts.help.always].map(([keys, what]) => (
          <div key={keys} style={{ display: 'contents' }}>
            <dt>
              {keys.split(' ').map((part) => (
                <kbd key={part} style={{ marginRight: 4 }}>
                  {part}
                </kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <Switch mt="md" label={texts.help.enabled} checked={enabled} onChange={(event) => enable(event.currentTarget.checked)} />
    </Modal>
  );
}
