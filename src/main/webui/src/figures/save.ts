/** What is on the screen as a file: tables as CSV, charts as SVG and PNG. Nothing leaves the browser. */

type Cell = string | number | null;

/** RFC 4180; what a spreadsheet would take for a formula is kept from being one. */
export function csv(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
}

function cell(value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** What is no text of a table: things to press, pictures, and what only decorates. */
const NO_TEXT = 'button, input, select, svg, [aria-hidden="true"]';

/**
 * A table of the page as rows: each cell's text, or what `data-csv` says for it where the page rounds or shortens. A column
 * without text, such as one of buttons, is left out.
 */
export function cellsOf(table: HTMLTableElement): Cell[][] {
  // A row that is one cell across all columns is something that was opened below the row before.
  const rows = [...table.rows].filter((row) => row.cells.length > 1).map((row) => [...row.cells].map(told));
  const width = Math.max(0, ...rows.map((row) => row.length));
  const filled = Array.from({ length: width }, (_, column) => rows.slice(1).some((row) => (row[column] ?? '') !== ''));
  return rows.map((row) => row.filter((_, column) => filled[column]));
}

function told(cell: HTMLTableCellElement): Cell {
  const exact = cell.dataset.csv;
  if (exact !== undefined) return exact !== '' && Number.isFinite(Number(exact)) ? Number(exact) : exact;
  const texts: string[] = [];
  const walk = (node: Node): void => {
    if (node instanceof Element && node !== cell && node.matches(NO_TEXT)) return;
    if (node.nodeType === Node.TEXT_NODE && node.textContent?.trim()) texts.push(node.textContent.trim());
    node.childNodes.forEach(walk);
  };
  walk(cell);
  return texts.join(' ').replace(/\s+/g, ' ');
}

/** A name as files have them, with the day. */
export function fileName(name: string, now = new Date()): string {
  const plain = name.normalize('NFKD').replace(/[^\w]+/g, '-').replace(/^-|-$/g, '').toLowerCase();
  return `payoff-${plain || 'export'}-${now.toISOString().slice(0, 10)}`;
}

function download(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

export function saveCsv(name: string, rows: readonly (readonly Cell[])[]): void {
  // The mark tells spreadsheets that it is UTF-8.
  download(`${name}.csv`, new Blob(['\ufeff', csv(rows)], { type: 'text/csv;charset=utf-8' }));
}

export function saveJson(name: string, text: string): void {
  download(`${name}.json`, new Blob([text], { type: 'application/json' }));
}

export function saveSvg(name: string, svg: string): void {
  download(`${name}.svg`, new Blob([svg], { type: 'image/svg+xml' }));
}

const PNG_SCALE = 2;

export function savePng(name: string, svg: string): void {
  const image = new Image();
  image.onload = () => {
    const canvas = document.createElement('canvas');
    canvas.width = image.width * PNG_SCALE;
    canvas.height = image.height * PNG_SCALE;
    const context = canvas.getContext('2d');
    context?.scale(PNG_SCALE, PNG_SCALE);
    context?.drawImage(image, 0, 0);
    canvas.toBlob((blob) => blob && download(`${name}.png`, blob), 'image/png');
  };
  // The content security policy lets images come from here and from data only.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
}

const STYLED = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'font-size', 'font-weight', 'text-anchor', 'opacity', 'fill-opacity', 'dominant-baseline', 'paint-order'];

/** An SVG of the page as a file of its own: with its title, and its colours written out. */
export function standalone(svg: SVGSVGElement, title: string): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const { width, height } = svg.getBoundingClientRect();
  const own = [svg, ...svg.querySelectorAll<SVGElement>('*')];
  const copies = [copy, ...copy.querySelectorAll<SVGElement>('*')];
  own.forEach((element, at) => {
    const style = getComputedStyle(element);
    for (const property of STYLED) copies[at]!.style.setProperty(property, style.getPropertyValue(property));
  });
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(Math.round(width)));
  copy.setAttribute('height', String(Math.round(height)));
  copy.style.fontFamily = 'IBM Plex Sans, system-ui, sans-serif';
  copy.style.background = getComputedStyle(document.documentElement).getPropertyValue('--panel').trim();
  const name = document.createElementNS('http://www.w3.org/2000/svg', 'title');
  name.textContent = title;
  copy.prepend(name);
  return new XMLSerializer().serializeToString(copy);
}
