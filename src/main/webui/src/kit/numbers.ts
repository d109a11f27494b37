/** What a person typed as a number: a comma or a point for decimals, spaces between thousands. Null: none. */
export function parsed(text: string): number | null {
  const plain = text.replace(/[\s\u00a0\u202f'’]/g, '').replace('−', '-');
  const dotted = plain.includes(',') && !plain.includes('.') && !/^-?\d{1,3}(,\d{3})+$/.test(plain) ? plain.replace(',', '.') : plain.replace(/,/g, '');
  return /^-?(\d+\.?\d*|\.\d+)(e-?\d+)?$/i.test(dotted) ? Number(dotted) : null;
}
