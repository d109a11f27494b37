import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { Copy } from '../kit/Copy';
import { Refusal } from '../kit/Refusal';
import { texts as kit } from '../kit/texts';
import type { Channel, Routes, RoutesDocument } from './api';
import { texts } from './texts';
import { documentOf, useRoutesSave } from './useRoutesSave';

/** The whole document, for what the form has no fields for: inhibitions, mute times, escalations. */
export function RoutesDocumentForm({ routes, channels }: { routes: Routes; channels: Channel[] }) {
  const [text, setText] = useState(() => JSON.stringify(documentOf(routes), null, 2));
  const [fault, setFault] = useState<string | null>(null);
  const save = useRoutesSave(routes.version, () => {});
  return (
    <form
      className="panel pad stack routes-doc"
      onSubmit={(event) => {
        event.preventDefault();
        try {
          const document = JSON.parse(text) as RoutesDocument;
          setFault(null);
          save.mutate(document);
        } catch (error) {
          setFault((error as Error).message);
        }
      }}
    >
      <Textarea
        label={texts.routes.document}
        autosize
        minRows={12}
        maxRows={32}
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={fault && texts.routes.notJson(fault)}
      />
      {channels.length > 0 && (
        <div className="small">
          {texts.routes.documentHelp}
          <ul>
            {channels.map((channel) => (
              <li key={channel.id}>
                {channel.name}: <Copy text={channel.id} name={channel.name} block={false} />
              </li>
            ))}
          </ul>
        </div>
      )}
      <Refusal error={save.error} />
      {save.isSuccess && <p className="notice">{texts.routes.saved}</p>}
      <div className="actions">
        <Button type="submit" size="xs" loading={save.isPending}>
          {kit.save}
        </Button>
      </div>
    </form>
  );
}
