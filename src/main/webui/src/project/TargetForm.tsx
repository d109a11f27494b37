import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Asked } from '../api/types';
import { day, number } from '../figures/format';
import { call, part } from '../kit/http';
import { parsed } from '../kit/numbers';
import { violation } from '../kit/Refusal';
import { texts as kit } from '../kit/texts';
import type { MetricDefinition } from './facts';
import { PartForm } from './PartForm';
import { projectTexts } from './texts';
import { useReadAgain } from './useWork';

type Input = Asked<'/api/v1/metrics/{metric}/target-profile', 'put'>;
type Course = 'DATE' | 'LINEAR' | 'S_CURVE' | 'POINTS';

interface Told {
  at: string;
  target: string;
}

const texts = projectTexts.course;
const COURSES: Course[] = ['DATE', 'LINEAR', 'S_CURVE', 'POINTS'];
/** More points than these came from a shape: nobody would mend them one by one. */
const MOST_TYPED = 12;
const RAMP = '6';

export const pointsOf = ({ targetProfile }: Pick<MetricDefinition, 'targetProfile'>) =>
  Array.isArray(targetProfile) ? (targetProfile as { at: string; target: number }[]) : [];

/** How a metric's target moves, in a sentence. */
export function courseWords(metric: Pick<MetricDefinition, 'targetProfile' | 'target' | 'targetDate' | 'unit'>): string {
  const points = pointsOf(metric);
  const last = points.at(-1);
  if (last) return texts.along(points.length, number(Number(last.target), metric.unit), day(Date.parse(last.at)));
  if (metric.target === null) return texts.noTarget;
  return metric.targetDate ? texts.straight(number(metric.target, metric.unit), day(Date.parse(metric.targetDate))) : texts.steady(number(metric.target, metric.unit));
}

/** Lets a target move: by its date, by a shape that ramps up and may wear off, or point by point. */
export function TargetForm({ metric, close }: { metric: MetricDefinition; close(): void }) {
  const known = pointsOf(metric);
  const typed = known.length > 0 && known.length <= MOST_TYPED;
  const [course, setCourse] = useState<Course>(typed ? 'POINTS' : known.length > 0 ? 'S_CURVE' : 'DATE');
  const [ramp, setRamp] = useState(RAMP);
  const [half, setHalf] = useState('');
  const [points, setPoints] = useState<Told[]>(typed ? known.map(({ at, target }) => ({ at: at.slice(0, 10), target: String(target) })) : [{ at: '', target: '' }]);
  const [tried, setTried] = useState(false);
  const again = useReadAgain(metric.key.slice(0, metric.key.indexOf('/')));
  const whole = points.every(({ at, target }) => at !== '' && parsed(target) !== null) && points.length > 0;
  const ramped = course === 'LINEAR' || course === 'S_CURVE';
  const numbers = parsed(ramp) !== null && (half === '' || parsed(half) !== null);
  const save = useMutation({
    mutationFn: () => {
      const at = `/api/v1/metrics/${part(metric.id)}/target-profile`;
      if (course === 'DATE') return call('delete', at);
      const body: Input =
        course === 'POINTS'
          ? { points: points.map(({ at: on, target }) => ({ at: on, target: parsed(target)! })) }
          : { shape: course, rampMonths: parsed(ramp)!, ...(half === '' ? {} : { halfLifeMonths: parsed(half)! }) };
      return call('put', at, { body });
    },
    onSuccess: async () => {
      await again();
      close();
    },
  });
  const set = (at: number, over: Partial<Told>) => setPoints(points.map((point, index) => (index === at ? { ...point, ...over } : point)));
  return (
    <PartForm
      save={save}
      close={close}
      send={() => {
        setTried(true);
        if ((course === 'POINTS' && !whole) || (ramped && !numbers)) return;
        save.mutate();
      }}
    >
      <NativeSelect
        className="w6" size="xs" label={texts.how} value={course} onChange={(event) => setCourse(event.currentTarget.value as Course)}
        data={COURSES.map((value) => ({ value, label: texts.courses[value]! }))} error={violation(save.error, 'shape')}
      />
      {ramped && (
        <>
          <TextInput
            className="w3" size="xs" label={texts.ramp} inputMode="numeric" value={ramp} onChange={(event) => setRamp(event.currentTarget.value)}
            error={(tried && parsed(ramp) === null ? kit.aNumber : undefined) ?? violation(save.error, 'rampMonths')}
          />
          <TextInput
            className="w3" size="xs" label={texts.half} inputMode="decimal" value={half} placeholder={texts.never} onChange={(event) => setHalf(event.currentTarget.value)}
            error={(tried && half !== '' && parsed(half) === null ? kit.aNumber : undefined) ?? violation(save.error, 'halfLifeMonths')}
          />
        </>
      )}
      {course === 'POINTS' && (
        <fieldset className="plain course-points">
          <legend>{texts.points}</legend>
          {points.map(({ at, target }, index) => (
            <div key={index}>
              <TextInput
                size="xs" type="date" aria-label={texts.on(index + 1)} value={at} onChange={(event) => set(index, { at: event.currentTarget.value })}
                error={(tried && at === '' ? kit.needed : undefined) ?? violation(save.error, `points[${index}].at`)}
              />
              <TextInput
                size="xs" inputMode="decimal" aria-label={texts.target(index + 1)} placeholder={metric.unit ?? undefined} value={target}
                onChange={(event) => set(index, { target: event.currentTarget.value })}
                error={(tried && parsed(target) === null ? kit.aNumber : undefined) ?? violation(save.error, `points[${index}].target`)}
              />
              <button type="button" className="text-button small" aria-label={kit.removeOf(texts.point(index + 1))} onClick={() => setPoints(points.filter((_, other) => other !== index))}>
                {kit.remove}
              </button>
            </div>
          ))}
          <span>
            <Button size="compact-xs" variant="default" onClick={() => setPoints([...points, { at: '', target: '' }])}>
              {texts.add}
            </Button>
          </span>
        </fieldset>
      )}
    </PartForm>
  );
}
