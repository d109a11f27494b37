import { Button } from '@mantine/core';
import { Fragment, useState } from 'react';
import type { ReactNode } from 'react';
import { texts as kit } from '../kit/texts';
import { projectTexts } from './texts';

interface PartProps<T extends { id: string }> {
  title: string;
  empty: string;
  items: T[] | undefined;
  line(item: T): ReactNode;
  /** What changes an item, or makes one where there is none; without it, nothing can be changed. */
  form?: (item: T | null, close: () => void) => ReactNode;
  /** What the button says that opens an empty form. */
  add?: string;
  nameOf?(item: T): string;
  remove?(item: T): void;
  /** What more can be done with an item, by anybody. */
  more?(item: T): ReactNode;
  /** What is opened below an item. */
  below?(item: T): ReactNode;
  note?: ReactNode;
}

/** A short list that belongs to a project, changed where it stands. */
export function Part<T extends { id: string }>({ title, empty, items, line, form, add, nameOf, remove, more, below, note }: PartProps<T>) {
  const [open, setOpen] = useState<string | null>(null);
  const close = () => setOpen(null);
  return (
    <section className="panel part" aria-label={title}>
      <div className="part-head">
        <h3>{title}</h3>
        {form && items && open === null && (
          <Button size="compact-xs" variant={items.length === 0 ? 'filled' : 'default'} onClick={() => setOpen('')}>
            {add}
          </Button>
        )}
      </div>
      {note}
      {items?.length === 0 && open === null && <p className="small quiet">{empty}</p>}
      <ul>
        {items?.map((item) =>
          open === item.id && form ? (
            <li key={item.id} className="whole">{form(item, close)}</li>
          ) : (
            <Fragment key={item.id}>
              <li>
                {line(item)}
                {more?.(item)}
                {form && (
                  <span className="part-actions">
                    <button type="button" className="text-button small" aria-label={kit.editOf(nameOf!(item))} onClick={() => setOpen(item.id)}>
                      {kit.edit}
                    </button>
                    <button type="button" className="text-button small" aria-label={kit.removeOf(nameOf!(item))} onClick={() => remove!(item)}>
                      {projectTexts.take}
                    </button>
                  </span>
                )}
              </li>
              {below?.(item)}
            </Fragment>
          ),
        )}
      </ul>
      {open === '' && form?.(null, close)}
    </section>
  );
}
