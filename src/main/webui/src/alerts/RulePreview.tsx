import { useQuery } from '@tanstack/react-query';
import { clockTime, duration, number } from '../figures/format';
import { WarnMark } from '../figures/Marks';
import { SavedTable } from '../figures/SavedTable';
import { texts as kit } from '../kit/texts';
import { useLive } from '../live/Live';
import { ProblemNote } from '../shell/ProblemNote';
import { historyQuery, PREVIEW_DAYS, previewQuery, type Preview, type RuleInput, type RuleWindow } from './api';
import { PreviewChart } from './PreviewChart';
import { figureValue, isQuestion } from './sentence';
import { texts } from './texts';

type Terms = Omit<RuleInput, 'name' | 'severity' | 'enabled' | 'labels'>;
const LATEST = 5;

/** How often the rule would have fired, over the metric's own history. */
export function RulePreview({ terms, unit, name }: { terms: Terms | null; unit: string | null; name: string }) {
  const { data, error, isFetching } = useQuery(previewQuery(terms));
  const { data: windows } = useQuery(historyQuery(terms?.metric ?? ''));
  return (
    <section className="panel pad preview stack" aria-busy={isFetching}>
      <h2>{texts.editor.preview}</h2>
      {!terms && <p className="quiet">{texts.editor.previewEmpty}</p>}
      {terms && error && <ProblemNote error={error} />}
      {terms && !error && !data && <p className="quiet">{kit.reading}</p>}
      {terms && !error && data && (
        <>
          <Would preview={data} />
          {terms.metric && windows && windows.length > 1 && (
            <PreviewChart windows={windows} preview={data} terms={terms} name={name} unit={unit} />
          )}
          <Latest preview={data} terms={terms} unit={unit} />
        </>
      )}
    </section>
  );
}

function Would({ preview }: { preview: Preview }) {
  const { clock } = useLive();
  if (preview.fired === null) {
    return (
      <div>
        <p className="would">{texts.editor.unknown}</p>
        <p>{preview.reasons.join(' ')}</p>
      </div>
    );
  }
  return (
    <div aria-live="polite">
      <p className="would">
        {texts.editor.would(preview.fired, PREVIEW_DAYS)}
        {preview.fired > 0 && texts.editor.altogether(duration((preview.firingSeconds ?? 0) * 1000))}
      </p>
      {preview.firingNow && (
        <p className="mark" data-tone="bad">
          <WarnMark /> {texts.editor.now}
        </p>
      )}
      {preview.from && preview.grain && (
        <p className="quiet small">
          {texts.editor.grain(number(preview.samples), texts.windows[preview.grain as RuleWindow], clockTime(preview.from, clock.present()))}{' '}
          {preview.reasons.join(' ')}
        </p>
      )}
    </div>
  );
}

function Latest({ preview, terms, unit }: { preview: Preview; terms: Terms; unit: string | null }) {
  const { clock } = useLive();
  if (preview.episodes.length === 0) return null;
  const { from, long, value } = texts.editor.listColumns;
  const present = clock.present();
  return (
    <SavedTable name={texts.editor.list} className="scroll">
    <table>
      <caption className="visually-hidden">{texts.editor.list}</caption>
      <thead>
        <tr>
          <th scope="col">{from}</th>
          <th scope="col">{long}</th>
          <th scope="col" className="num">
            {value}
          </th>
        </tr>
      </thead>
      <tbody>
        {preview.episodes
          .slice(-LATEST)
          .reverse()
          .map((each) => (
            <tr key={each.firedAt}>
              <td className="nowrap" data-csv={each.firedAt}>{clockTime(each.firedAt, present)}</td>
              <td>{each.resolvedAt ? duration(Date.parse(each.resolvedAt) - Date.parse(each.firedAt)) : texts.editor.still}</td>
              <td className="num">{isQuestion(terms.figure) ? '' : figureValue(each.value, terms.figure, unit)}</td>
            </tr>
          ))}
      </tbody>
    </table>
    </SavedTable>
  );
}
