// Takes the API's description over from the last build of the application, or from a file or address named.
// The client's types are generated from what lies here; OpenApiDocumentTest fails when it is not what is served.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const from = process.argv[2] ?? here('../../../../target/openapi/openapi.json');

async function read(source) {
  if (!/^https?:/.test(source)) return readFile(source, 'utf8');
  const answer = await fetch(source, { headers: { Accept: 'application/json' } });
  if (!answer.ok) throw new Error(`${source} answered ${answer.status}.`);
  return answer.text();
}

const SETS = new Set(['required', 'type', 'enum']);
// Played cases are told to people at /q/openapi; the types need none of them, and they are long.
const CASE = 'worked case';
const isCase = (name, value) => name === 'examples' && value && Object.keys(value).join() === CASE;
/** One order of names and sets, so that a change of the API is all that a difference shows. */
function ordered(value, name) {
  if (Array.isArray(value)) {
    const items = value.map((item) => ordered(item));
    return SETS.has(name) && items.every((item) => typeof item === 'string') ? items.sort() : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.keys(value).filter((key) => key !== CASE && !isCase(key, value[key]));
  return Object.fromEntries(kept.sort().map((key) => [key, ordered(value[key], key)]));
}

let text;
try {
  text = await read(from);
} catch (error) {
  console.error(`No description of the API: ${error.message}\nBuild the application first, or name a file or an address: npm run api -- http://localhost:8080/q/openapi?format=json`);
  process.exit(1);
}
const { servers: _servers, ...api } = JSON.parse(text);
await writeFile(here('../openapi.json'), `${JSON.stringify(ordered(api), null, 1)}\n`);
console.log(`openapi.json: ${Object.keys(api.paths).length} paths`);
