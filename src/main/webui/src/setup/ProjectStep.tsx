import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys as liveKeys } from '../api/queries';
import { shownZone } from '../figures/format';
import { call } from '../kit/http';
import { Refusal, violation } from '../kit/Refusal';
import { texts as kit } from '../kit/texts';
import { useMe } from '../session/SessionGate';
import { texts as common } from '../texts';
import { templatesQuery, type ProjectView } from './api';
import { texts } from './texts';
import { keyOf } from './worth';

/** Today in the organisation's time zone, as a date input has it. */
const today = () => new Intl.DateTimeFormat('en-CA', { timeZone: shownZone() }).format(new Date());

/** A project, from a template or without one. */
export function ProjectStep({ done }: { done(project: ProjectView): void }) {
  const { tenant } = useMe();
  const cache = useQueryClient();
  const { data: templates } = useQuery(templatesQuery);
  const [fields, setFields] = useState({ name: '', key: '', template: 'infrastructure', type: 'INFRASTRUCTURE', goLive: today(), currency: tenant.currency });
  const [tried, setTried] = useState(false);
  const key = fields.key || keyOf(fields.name);
  const template = templates?.find((each) => each.key === fields.template);
  const make = useMutation({
    mutationFn: () =>
      call<ProjectView>('post', '/api/v1/projects', {
        body: {
          key,
          name: fields.name.trim(),
          type: template?.type ?? fields.type,
          currency: fields.currency.trim().toUpperCase(),
          goLive: fields.goLive,
          ...(template ? { template: template.key } : {}),
        },
      }),
    onSuccess: (project) => {
      void cache.invalidateQueries({ queryKey: liveKeys.portfolio });
      void cache.invalidateQueries({ queryKey: ['names'] });
      done(project);
    },
  });
  const field = (name: keyof typeof fields) => ({
    value: fields[name],
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) => setFields((before) => ({ ...before, [name]: value })),
    error: violation(make.error, name),
  });
  return (
    <form
      className="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (fields.name.trim() && key) make.mutate();
      }}
    >
      <h2>{texts.project.title}</h2>
      <TextInput
        className="w8"
        label={texts.project.name}
        description={texts.project.nameHelp}
        required
        data-autofocus
        maxLength={200}
        {...field('name')}
        error={tried && !fields.name.trim() ? kit.needed : violation(make.error, 'name')}
      />
      <TextInput className="w4" label={texts.project.key} description={texts.project.keyHelp} {...field('key')} value={key} />
      <NativeSelect
        label={texts.project.template}
        description={texts.project.templateHelp}
        {...field('template')}
        data={[
          ...(templates ?? []).map((each) => ({ value: each.key, label: `${each.name}: ${texts.project.brings(each.metrics)}` })),
          { value: '', label: texts.project.noTemplate },
        ]}
      />
      {!fields.template && (
        <NativeSelect
          label={texts.project.type}
          {...field('type')}
          data={Object.entries(common.project.types).map(([value, label]) => ({ value, label }))}
        />
      )}
      <TextInput className="w6" type="date" label={texts.project.goLive} description={texts.project.goLiveHelp} {...field('goLive')} />
      <TextInput className="w6" label={texts.project.currency} description="ISO 4217" maxLength={3} {...field('currency')} />
      <Refusal error={make.error} />
      <div className="actions">
        <Button type="submit" loading={make.isPending}>
          {texts.project.make}
        </Button>
      </div>
    </form>
  );
}
