/** The names of a CSV file's columns, from its first line: quoted or not, apart by a comma, a semicolon or a tab. */
export function headOf(text: string): string[] {
  const line = text.replace(/^\ufeff/, '').split(/\r?\n/, 1)[0] ?? '';
  const apart = [',', ';', '\t'].reduce((best, sign) => (line.split(sign).length > line.split(best).length ? sign : best));
  const found: string[] = [];
  let name = '';
  let quoted = false;
  for (let at = 0; at < line.length; at++) {
    const sign = line[at]!;
    if (sign === '"' && quoted && line[at + 1] === '"') {
      name += '"';
      at++;
    } else if (sign === '"') quoted = !quoted;
    else if (sign === apart && !quoted) {
      found.push(name);
      name = '';
    } else name += sign;
  }
  return [...found, name].map((each) => each.trim()).filter((each) => each !== '');
}
