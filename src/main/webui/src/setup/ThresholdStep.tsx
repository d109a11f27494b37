import { Button, NativeSelect, Radio } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Severity } from '../api/types';
import { number } from '../figures/format';
import { call } from '../kit/http';
import { Refusal } from '../kit/Refusal';
import { texts as common } from '../texts';
import type { MetricView } from './api';
import { texts } from './texts';

const SEVERITIES: Severity[] = ['WARNING', 'CRITICAL', 'INFO'];

/** The two rules that nearly everyone wants; others are written under Alerts. */
export function ThresholdStep({ metric, next }: { metric: MetricView; next(): void }) {
  const cache = useQueryClient();
  // What is counted has no level to be worse than in any one hour.
  const level = metric.kind === 'LEVEL' && metric.baseline !== null && metric.target !== null;
  const [which, setWhich] = useState(level ? 'worse' : 'silent');
  const [severity, setSeverity] = useState<Severity>('WARNING');
  const make = useMutation({
    mutationFn: () =>
      call('post', '/api/v1/rules', {
        body:
          which === 'worse'
            ? {
                name: texts.threshold.worseName(metric.name),
                metric: metric.fullKey,
                figure: 'VALUE',
                comparator: metric.target! < metric.baseline! ? '>' : '<',
                threshold: metric.baseline,
                severity,
              }
            : { name: texts.threshold.silentName(metric.name), metric: metric.fullKey, figure: 'NO_DATA', severity },
      }),
    onSuccess: () => {
      void cache.invalidateQueries({ queryKey: ['rules'] });
      next();
    },
  });
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate();
      }}
    >
      <h2>{texts.threshold.title}</h2>
      <Radio.Group label={texts.threshold.lead(metric.name)} value={which} onChange={setWhich}>
        <div className="stack" style={{ marginTop: 8 }}>
          {level && <Radio value="worse" label={texts.threshold.worse(number(metric.baseline!, metric.unit))} />}
          <Radio value="silent" label={texts.threshold.silent} />
        </div>
      </Radio.Group>
      <NativeSelect
        label={texts.threshold.severity}
        maw={240}
        value={severity}
        onChange={(event) => setSeverity(event.currentTarget.value as Severity)}
        data={SEVERITIES.map((value) => ({ value, label: common.alerts.severity[value] }))}
      />
      <Refusal error={make.error} />
      <div className="actions">
        <Button type="submit" loading={make.isPending}>
          {texts.threshold.make}
        </Button>
        <Button variant="default" onClick={next}>
          {texts.skip}
        </Button>
        <Link to={`/alerts/rules/new?metric=${encodeURIComponent(metric.fullKey)}`}>{texts.threshold.own}</Link>
      </div>
    </form>
  );
}
