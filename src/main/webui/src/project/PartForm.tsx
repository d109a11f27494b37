import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Refusal } from '../kit/Refusal';
import { texts as kit } from '../kit/texts';

interface PartFormProps {
  save: { error: Error | null; isPending: boolean };
  send(): void;
  close(): void;
  says?: string;
  children: ReactNode;
}

/** A form that stands where its thing will: its fields, what the server found wrong, and the way out. */
export function PartForm({ save, send, close, says = kit.save, children }: PartFormProps) {
  return (
    <form
      className="form part-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        close();
      }}
    >
      {children}
      <Refusal error={save.error} />
      <div className="actions">
        <Button type="submit" size="xs" loading={save.isPending}>
          {says}
        </Button>
        <Button size="xs" variant="default" onClick={close}>
          {kit.cancel}
        </Button>
      </div>
    </form>
  );
}
