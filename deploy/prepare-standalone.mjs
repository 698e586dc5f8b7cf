// Completes Next's standalone output: adds the static files, which Next leaves to whoever serves it, and takes the mark of the base
// path out again. Files that held it are kept as they were beside it, for a start below a path. Scripts ask to be
// compiled as they come; static files are compressed beside themselves.
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { BASE_PATH_MARK } from './base-path-mark.mjs';
import { compressStatic } from './compress-static.mjs';
import { hintCompile } from './hint-compile.mjs';

const STANDALONE = '.next/standalone';
const MARKED = `${STANDALONE}/marked`;

await cp('public', `${STANDALONE}/public`, { recursive: true });
await cp('.next/static', `${STANDALONE}/.next/static`, { recursive: true });
await hintCompile(`${STANDALONE}/.next/static`);
// It would answer without the edge: deploy/start.mjs takes its place.
await rm(`${STANDALONE}/server.js`);

let count = 0;
const entries = await readdir(`${STANDALONE}/.next`, { recursive: true, withFileTypes: true });
for (const entry of entries) {
  if (!entry.isFile() || entry.parentPath.includes('node_modules')) continue;
  const file = path.join(entry.parentPath, entry.name);
  // Maps of the server's code are of no use to anybody who runs it.
  if (file.endsWith('.map')) {
    await rm(file);
    continue;
  }
  const text = await readFile(file, 'latin1');
  if (!text.includes(BASE_PATH_MARK)) continue;
  const kept = path.join(MARKED, path.relative(STANDALONE, file));
  await mkdir(path.dirname(kept), { recursive: true });
  await writeFile(kept, text, 'latin1');
  await writeFile(file, text.replaceAll(BASE_PATH_MARK, ''), 'latin1');
  count += 1;
}
// Links, the router, the loader of scripts and the manifests hold it: a build without is not the one that is meant.
if (count < 10) throw new Error(`Only ${count} files of the build hold the mark of the base path.`);
await compressStatic(`${STANDALONE}/.next/static`);
