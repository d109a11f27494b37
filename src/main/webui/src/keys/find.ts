interface Named {
  title: string;
  words?: string;
}

/** How well the letters fit, the smaller the better; null where they do not occur in this order. */
export function distance(text: string, wanted: string): number | null {
  const there = text.toLocaleLowerCase();
  const letters = wanted.toLocaleLowerCase();
  const whole = there.indexOf(letters);
  if (whole >= 0) return whole === 0 ? 0 : /\W/.test(there[whole - 1]!) ? 1 : 2;
  let from = 0;
  let gaps = 0;
  for (const letter of letters) {
    const at = there.indexOf(letter, from);
    if (at < 0) return null;
    gaps += at - from;
    from = at + 1;
  }
  return 3 + gaps;
}

/** Those that fit, the best first; equals stay in their order. */
export function found<T extends Named>(all: readonly T[], text: string): T[] {
  const wanted = text.trim();
  if (wanted === '') return [...all];
  return all
    .map((each) => {
      const direct = distance(each.title, wanted);
      const aside = each.words ? distance(each.words, wanted) : null;
      return { each, far: Math.min(direct ?? Infinity, aside === null ? Infinity : aside + 1) };
    })
    .filter(({ far }) => far !== Infinity)
    .sort((a, b) => a.far - b.far)
    .map(({ each }) => each);
}
