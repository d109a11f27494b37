import { Button, Checkbox, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useMe } from '../session/SessionGate';
import { ProblemNote } from '../shell/ProblemNote';
import { fieldIn, instantIn } from '../time/moment';
import { rewrite, write, type Annotation, type Written } from './annotations';
import { projectTexts } from './texts';

const texts = projectTexts.happened;

/** Writes down what happened, or changes what was written; times are in the tenant's zone. */
export function AnnotationForm({ project, of, done, cancel }: { project: string; of: Annotation | null; done(): void; cancel(): void }) {
  const zone = useMe().tenant.zone;
  const field = (instant: string | null) => (instant === null ? '' : fieldIn(Date.parse(instant), zone));
  const [title, setTitle] = useState(of?.title ?? '');
  const [from, setFrom] = useState(of ? field(of.from) : fieldIn(Date.now(), zone));
  const [to, setTo] = useState(of && of.to !== of.from ? field(of.to) : '');
  const [lasts, setLasts] = useState(of !== null && of.to === null);
  const [link, setLink] = useState(of?.link ?? '');
  const [tried, setTried] = useState(false);
  const start = instantIn(from, zone);
  const end = lasts || to === '' ? null : instantIn(to, zone);
  const backwards = start !== null && end !== null && end < start;
  const fits = title.trim() !== '' && start !== null && !backwards;
  const save = useMutation({ mutationFn: (written: Written) => (of ? rewrite(project, of, written) : write(project, written)), onSuccess: done });
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    setTried(true);
    // A field of minutes cuts seconds off: what was not touched stays as it was.
    const kept = (field: string, instant: string | null, was: string | null | undefined) => (was && field === fieldIn(Date.parse(was), zone) ? was : instant);
    if (fits) save.mutate({ title: title.trim(), link: link.trim() || null, from: kept(from, start, of?.from)!, to: end && kept(to, end, of?.to), lasts });
  };
  return (
    <form className="happened-form" onSubmit={submit} noValidate>
      <TextInput
        size="sm" label={texts.title} placeholder={texts.titleHint} value={title} maxLength={200} required
        error={tried && title.trim() === '' && texts.missing}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <TextInput
        type="datetime-local" size="sm" label={texts.from} value={from} required error={tried && start === null && texts.missing}
        onChange={(event) => setFrom(event.currentTarget.value)}
      />
      <TextInput
        type="datetime-local" size="sm" label={texts.to} description={texts.toHelp} value={lasts ? '' : to} disabled={lasts}
        error={backwards && texts.backwards}
        onChange={(event) => setTo(event.currentTarget.value)}
      />
      <TextInput size="sm" type="url" label={texts.link} value={link} maxLength={2000} onChange={(event) => setLink(event.currentTarget.value)} />
      <Checkbox size="xs" label={texts.lasts} checked={lasts} onChange={(event) => setLasts(event.currentTarget.checked)} />
      <span className="small quiet">{texts.zone(zone)}</span>
      <span className="spring" />
      <Button type="button" variant="default" size="xs" onClick={cancel}>
        {texts.cancel}
      </Button>
      <Button type="submit" size="xs" loading={save.isPending}>
        {texts.save}
      </Button>
      {save.error && <ProblemNote error={save.error} />}
    </form>
  );
}
