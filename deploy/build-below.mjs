import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { BASE_PATH_MARK } from './base-path-mark.mjs';

const NAME = 'telltale-build-';

/**
 * The folder of a build that lives below `basePath`: a copy in the temporary folder, which goes with the process. It takes about
 * a tenth of a second and 14 MB. Throws what the file system throws.
 */
export function copyBuildBelow(basePath, build) {
  removeLeftovers();
  const copy = mkdtempSync(path.join(tmpdir(), `${NAME}${process.pid}-`));
  process.once('exit', () => rmSync(copy, { recursive: true, force: true }));
  for (const name of ['node_modules', 'public', 'package.json'])
    symlinkSync(path.join(build, name), path.join(copy, name));
  copyFolder(path.join(build, '.next'), path.join(copy, '.next'), (file) => {
    const marked = path.join(build, 'marked', path.relative(build, file));
    return existsSync(marked)
      ? readFileSync(marked, 'latin1').replaceAll(BASE_PATH_MARK, basePath)
      : undefined;
  });
  return copy;
}

/** Folders are made anew, since those of an image may be such as nobody can write to. */
function copyFolder(from, to, textOf) {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) copyFolder(source, target, textOf);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else {
      const [, whole, compression] = /^(.*?)(?:\.(br|gz))?$/.exec(source);
      const text = textOf(whole);
      if (text === undefined) copyFileSync(source, target);
      else if (compression === undefined) writeFileSync(target, text, 'latin1');
      // The other takes too long for a start.
      else if (compression === 'gz') writeFileSync(target, gzipSync(Buffer.from(text, 'latin1')));
    }
  }
}

/** Copies of processes that were killed. In a container the one before had our own id. */
function removeLeftovers() {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(new RegExp(`^${NAME}(\\d+)-`).exec(name)?.[1] ?? 0);
    if (pid === 0 || (pid !== process.pid && isAlive(pid))) continue;
    try {
      rmSync(path.join(tmpdir(), name), { recursive: true, force: true });
    } catch {
      // Somebody else's: theirs to remove.
    }
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
