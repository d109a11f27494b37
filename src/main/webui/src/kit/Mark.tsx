export type Tone = 'good' | 'bad' | 'waiting' | 'off';

/** A state's shape, in a square of 12. */
export const markPath = (tone: Tone) => (
  <>
    {tone === 'good' && <path d="M2 6.5 5 9.5 10.5 3" fill="none" stroke="currentColor" strokeWidth="2" />}
    {tone === 'bad' && <path d="M2.5 2.5l7 7M9.5 2.5l-7 7" stroke="currentColor" strokeWidth="2" />}
    {tone === 'waiting' && <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" strokeWidth="2" strokeDasharray="3 2.4" />}
    {tone === 'off' && <path d="M2 6h8" stroke="currentColor" strokeWidth="2" />}
  </>
);

/** A state in a word and a shape; colour only says it again. */
export function Mark({ tone, text }: { tone: Tone; text: string }) {
  return (
    <span className="mark" data-tone={tone}>
      <svg viewBox="0 0 12 12" aria-hidden="true">
        {markPath(tone)}
      </svg>
      {text}
    </span>
  );
}
