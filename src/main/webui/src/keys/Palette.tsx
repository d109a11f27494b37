import { Modal } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { portfolio as portfolioQuery } from '../api/queries';
import { useGo } from '../shell/urlState';
import { useLive } from '../live/Live';
import { texts } from '../texts';
import { useCommandList, type Command } from './commands';
import { found } from './find';
import './palette.css';

const MAX_SHOWN = 50;

/** Everything that can be done here, and every project, by a few letters of its name. */
export default function Palette({ close }: { close(): void }) {
  const go = useGo();
  const cache = useQueryClient();
  const { paused } = useLive();
  const { data } = useQuery({ ...portfolioQuery(cache, paused), refetchInterval: false });
  const offered = useCommandList();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();

  const shown = useMemo(() => {
    const projects = (data?.projects ?? []).map<Command>((project) => ({
      id: `project ${project.id}`,
      title: project.name,
      group: 'go',
      words: `${project.key} ${texts.palette.project}`,
      run: () => go(`/projects/${encodeURIComponent(project.key)}`),
    }));
    const here = offered.filter((command) => command.id !== 'palette');
    return found([...here, ...projects], text).slice(0, MAX_SHOWN);
  }, [data, offered, text, go]);
  const active = Math.min(at, shown.length - 1);

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  // A dialog that closes just now gives the focus back to where it was, after this one has taken it.
  useEffect(() => {
    const toInput = () => {
      if (document.activeElement !== input.current) input.current?.focus();
    };
    window.addEventListener('keydown', toInput, true);
    return () => window.removeEventListener('keydown', toInput, true);
  }, []);

  const run = (command: Command | undefined) => {
    if (!command) return;
    close();
    // After the dialog has given the focus back: what the command does may move it.
    setTimeout(() => command.run(), 0);
  };
  const pressed = (event: React.KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step) setAt(Math.max(0, Math.min(shown.length - 1, active + step)));
    else if (event.key === 'Enter') run(shown[active]);
    else return;
    event.preventDefault();
  };

  return (
    <Modal opened onClose={close} withCloseButton={false} size="lg" padding={0} yOffset="10dvh" title={null} aria-label={texts.palette.title}>
      <div className="palette">
        <input
          ref={input}
          data-autofocus
          role="combobox"
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={shown[active] ? `${id}-${active}` : undefined}
          aria-label={texts.palette.title}
          placeholder={texts.palette.placeholder}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setAt(0);
          }}
          onKeyDown={pressed}
        />
        <ul id={`${id}-list`} role="listbox" aria-label={texts.palette.title} ref={list}>
          {shown.map((command, index) => (
            <li
              key={command.id}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === active}
              onPointerMove={() => setAt(index)}
              onClick={() => run(command)}
            >
              <span>{command.title}</span>
              <span className="small quiet">
                {command.keys ? (
                  command.keys.split(' ').map((key) => <kbd key={key}>{key}</kbd>)
                ) : (
                  <>{command.id.startsWith('project ') ? texts.palette.project : texts.palette.groups[command.group]}</>
                )}
              </span>
            </li>
          ))}
        </ul>
        {shown.length === 0 && <p className="quiet nothing">{texts.palette.nothing(text)}</p>}
      </div>
    </Modal>
  );
}
