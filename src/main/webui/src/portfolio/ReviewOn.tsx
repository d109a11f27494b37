import { day } from '../figures/format';
import type { Review } from '../project/facts';
import { portfolioTexts } from './texts';

const midday = (date: string) => Date.parse(`${date}T12:00:00Z`);

/** When a benefit is looked at next. */
export function ReviewOn({ review }: { review: Review | null }) {
  if (!review) return <span className="small quiet">{portfolioTexts.noReview}</span>;
  const on = day(midday(review.dueOn));
  return review.overdue ? <span className="small nowrap loss">{portfolioTexts.reviewOverdue(on)}</span> : <span className="small nowrap" title={review.label}>{on}</span>;
}
