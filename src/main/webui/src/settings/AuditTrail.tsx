import { Button, NativeSelect } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import type { Page } from '../api/types';
import { clockTime, fullTime } from '../figures/format';
import { SavedTable } from '../figures/SavedTable';
import { call } from '../kit/http';
import { texts as kit } from '../kit/texts';
import { useLive } from '../live/Live';
import { ProblemNote } from '../shell/ProblemNote';
import { keys, type Entry } from './api';
import { texts } from './texts';

/** Each change, the latest first. */
export function AuditTrail() {
  const { clock } = useLive();
  const [params, setParams] = useSearchParams();
  const subject = params.get('subject') ?? '';
  const thing = params.get('id') ?? '';
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: [...keys.audit(subject), thing],
    queryFn: ({ pageParam }) =>
      call<Page<Entry>>('get', '/api/v1/audit', {
        query: { subjectType: subject || undefined, subjectId: thing || undefined, cursor: pageParam ?? undefined, limit: 50 },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const { columns } = texts.audit;
  const entries = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <div className="stack">
      <p className="quiet lead-in">{texts.audit.lead}</p>
      <NativeSelect
        size="xs"
        maw={240}
        aria-label={texts.audit.subject}
        value={subject}
        onChange={({ currentTarget: { value } }) => setParams(value ? { subject: value } : {}, { replace: true })}
        data={[{ value: '', label: texts.audit.anything }, ...texts.audit.subjects]}
      />
      {error && !data && <ProblemNote error={error} retry={() => void refetch()} />}
      {!data && !error && <p className="quiet">{kit.reading}</p>}
      {data && entries.length === 0 && <p className="panel empty quiet">{texts.audit.none}</p>}
      {entries.length > 0 && (
        <SavedTable name={texts.tabs.audit}>
          <table className="data">
            <thead>
              <tr>
                <th scope="col">{columns.at}</th>
                <th scope="col">{columns.actor}</th>
                <th scope="col">{columns.action}</th>
                <th scope="col">{columns.subject}</th>
                <th scope="col">{columns.detail}</th>
              </tr>
            </thead>
            <tbody>
              {entries.map((entry) => (
                <tr key={entry.id} data-row>
                  <td className="nowrap" title={fullTime(entry.at)} data-label={columns.at} data-csv={entry.at}>
                    {clockTime(entry.at, clock.present(), true)}
                  </td>
                  <td data-label={columns.actor}>{entry.actor}</td>
                  <td data-label={columns.action}>
                    <code>{entry.action}</code>
                  </td>
                  <td data-label={columns.subject} title={entry.subjectId} data-csv={`${entry.subjectType} ${entry.subjectId}`}>
                    {entry.subjectType}
                  </td>
                  <td className="text" data-label={columns.detail}>
                    {Object.entries(entry.detail)
                      .map(([name, value]) => `${name}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
                      .join(', ')}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </SavedTable>
      )}
      {hasNextPage && (
        <div>
          <Button size="xs" variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {kit.more}
          </Button>
        </div>
      )}
    </div>
  );
}
