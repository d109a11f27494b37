import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState, type FormEvent, type ReactNode } from 'react';
import { Refusal, violation } from '../kit/Refusal';
import { texts as kit } from '../kit/texts';

interface AddingProps {
  lead: string;
  /** What the button says that opens the form. */
  add: string;
  form(close: () => void): ReactNode;
  /** Between the head and the form. */
  children?: ReactNode;
}

/** The head of a list that can be added to, and the form while somebody adds. */
export function Adding({ lead, add, form, children }: AddingProps) {
  const [adding, disclosure] = useDisclosure(false);
  return (
    <>
      <div className="section-head">
        <p className="quiet">{lead}</p>
        <span className="spring" />
        {!adding && (
          <Button size="xs" onClick={disclosure.open}>
            {add}
          </Button>
        )}
      </div>
      {children}
      {adding && form(disclosure.close)}
    </>
  );
}

/** Fields of text, each with what the server found wrong with it; `named` tells what the server calls those it names otherwise. */
export function useFields<T extends Record<string, string>>(first: T, error: () => Error | null, named: Partial<Record<keyof T, string>> = {}) {
  const [fields, setFields] = useState(first);
  const field = (name: keyof T & string) => ({
    value: fields[name],
    error: violation(error(), name, named[name] ?? name),
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) => setFields((before) => ({ ...before, [name]: value })),
  });
  return { fields, field };
}

interface NewFormProps {
  make: { mutate(): void; error: Error | null; isPending: boolean };
  /** What the button says that sends it. */
  says: string;
  close(): void;
  children: ReactNode;
}

export function NewForm({ make, says, close, children }: NewFormProps) {
  const send = (event: FormEvent) => {
    event.preventDefault();
    make.mutate();
  };
  return (
    <form className="panel pad form below" onSubmit={send}>
      {children}
      <Refusal error={make.error} />
      <div className="actions">
        <Button type="submit" size="xs" loading={make.isPending}>
          {says}
        </Button>
        <Button size="xs" variant="default" onClick={close}>
          {kit.cancel}
        </Button>
      </div>
    </form>
  );
}
