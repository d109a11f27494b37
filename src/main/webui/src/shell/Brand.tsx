/** The mark: a line that rises through its cost. */
export function Brand() {
  return (
    <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
      <rect width="20" height="20" rx="4" fill="var(--accent)" />
      <path d="M3.5 13.5h13" stroke="var(--panel)" strokeOpacity=".6" strokeDasharray="2 1.6" />
      <path d="M3.5 16.2 8 12.4l3.2 1.3 5.3-8.7" fill="none" stroke="var(--panel)" strokeWidth="1.9" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
