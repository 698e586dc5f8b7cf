// `npm run strings`: prints every text that the product shows, as JSON for translators: text → places.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { extractStrings } from './extract-strings.mjs';

/** The rooms that speak to people. The simulated mesh and what reads upstreams do not. */
const SPEAKING = [
  'app',
  'components',
  'lib/client',
  'lib/contracts',
  'lib/core',
  'lib/server',
  'lib/services',
];

/** @returns {Record<string, string[]>} text → `file:line`, both sorted */
export function collectStrings() {
  const places = new Map();
  for (const file of SPEAKING.flatMap(listSources).toSorted()) {
    for (const { text, line } of extractStrings(file, readFileSync(file, 'utf8')))
      places.set(text, [...(places.get(text) ?? []), `${file}:${line}`]);
  }
  return Object.fromEntries([...places].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function listSources(room) {
  return readdirSync(room, { recursive: true })
    .map((file) => path.join(room, file).split(path.sep).join('/'))
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|\.d\.ts$|\/testing\//.test(file));
}

if (import.meta.main ?? process.argv[1]?.endsWith('print-strings.mjs'))
  process.stdout.write(`${JSON.stringify(collectStrings(), undefined, 2)}\n`);
