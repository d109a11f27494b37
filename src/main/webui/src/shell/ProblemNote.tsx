import { ApiError, OfflineError } from '../api/client';
import { texts } from '../texts';

interface ProblemNoteProps {
  title?: string;
  remedy?: string;
  error?: Error | null;
  retry?: () => void;
}

/** What is wrong, and what to do. */
export function ProblemNote({ title, remedy, error, retry }: ProblemNoteProps) {
  const what = title ?? error?.message ?? texts.problem.title;
  const todo =
    remedy ??
    (error instanceof ApiError
      ? error.remedy
      : error instanceof OfflineError
        ? texts.problem.offlineRemedy
        : texts.problem.retry);
  return (
    <div className="problem" role="alert">
      <strong>{what}</strong> {todo}{' '}
      {retry && (
        <button className="text-button" type="button" onClick={retry}>
          {texts.problem.tryAgain}
        </button>
      )}
    </div>
  );
}
