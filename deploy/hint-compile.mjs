import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Of the explicit compile hints of V8; browsers that do not know it read a comment. */
const HINT = '//# allFunctionsCalledOnLoad\n';

/**
 * Tells browsers to compile each script below `folder` whole while it arrives, beside the page. Otherwise they compile
 * function after function when it is first called: a fifth of the work between the page and its first graph.
 */
export async function hintCompile(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  await Promise.all(
    entries
      .filter((entry) => entry.isFile() && entry.name.endsWith('.js'))
      .map(async (entry) => {
        const file = path.join(entry.parentPath, entry.name);
        const text = await readFile(file, 'utf8');
        if (!text.startsWith(HINT)) await writeFile(file, HINT + text);
      }),
  );
}
