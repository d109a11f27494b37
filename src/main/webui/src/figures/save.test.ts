import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChartProps } from './chartModel';
import { chartSvg } from './chartSvg';
import { useLocale } from './format';
import { cellsOf, csv, fileName } from './save';

beforeEach(() => useLocale('en-GB'));
afterEach(() => useLocale(undefined));

describe('a table as CSV', () => {
  it('quotes what needs it, leaves what is unknown empty and keeps figures whole', () => {
    expect(csv([['Name', 'Value'], ['a, "b"', 1234.5678901234], ['line\nbreak', null]])).toBe(
      'Name,Value\r\n"a, ""b""",1234.5678901234\r\n"line\nbreak",\r\n',
    );
  });

  it('has no name that a spreadsheet would run', () => {
    expect(csv([['=HYPERLINK("x")', '@sum', '-1+1', -1]])).toBe('"\'=HYPERLINK(""x"")",\'@sum,\'-1+1,-1\r\n');
  });

  it('is called what it shows, with the day', () => {
    expect(fileName('Realised value, Büro', new Date('2026-11-21T00:00:00Z'))).toBe('payoff-realised-value-bu-ro-2026-11-21');
  });
});

describe('a chart as SVG', () => {
  const chart = (over: Partial<ChartProps> = {}): ChartProps => ({
    name: 'Value <&> cost', times: [0, 3600, 7200], height: 100, format: String, zero: true,
    lines: [{ label: 'Value', colour: '--chart-value', values: [0, null, 10] }], ...over,
  });
  const svg = (over?: Partial<ChartProps>) => chartSvg(chart(over), (name) => name);

  it('breaks the line where something is unknown, and escapes what people have named', () => {
    const told = svg();
    expect(told).toContain('Value &lt;&amp;&gt; cost');
    const path = /<path d="(M[^"]*)" fill="none" stroke="--chart-value" stroke-width="1.6"/.exec(told)![1]!;
    expect(path.match(/M/g)).toHaveLength(2);
    expect(path).not.toContain('NaN');
  });

  it('has a bar from zero for each figure, the levels and what happened', () => {
    const told = svg({
      lines: [{ label: 'Units', colour: '--c', values: [1, 2, 3], bars: true }],
      marks: [{ label: 'Target', at: 4, colour: '--t' }], notes: [{ label: 'Go-live', at: 3600 }, { label: 'Later', at: 99_999 }],
    });
    expect(told.match(/<rect/g)).toHaveLength(4);
    expect(told).toContain('Target');
    expect(told).toContain('Go-live');
    expect(told).not.toContain('>Later<');
    expect(new DOMParser().parseFromString(told, 'image/svg+xml').querySelector('parsererror')).toBeNull();
  });
});

describe('a table of the page as rows', () => {
  const table = (html: string) => {
    const host = document.createElement('div');
    host.innerHTML = `<table>${html}</table>`;
    return host.querySelector('table')!;
  };

  it('has what cells say, to the digit where they tell it, and no column of buttons', () => {
    const rows = cellsOf(table(`
      <thead><tr><th>Name</th><th>Worth</th><td></td></tr></thead>
      <tbody>
        <tr><td><strong>One</strong><div>since today</div></td><td data-csv="1234.5678">EUR 1,235</td><td><button>Remove</button></td></tr>
        <tr><td>Two<svg><text>drawn</text></svg></td><td data-csv="">unknown</td><td><button>Remove</button></td></tr>
      </tbody>`));
    expect(rows).toEqual([['Name', 'Worth'], ['One since today', 1234.5678], ['Two', '']]);
  });

  it('leaves out what was opened below a row', () => {
    expect(cellsOf(table('<tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr><tr><td colspan="2">a form</td></tr>'))).toEqual([['A', 'B'], ['1', '2']]);
  });
});
