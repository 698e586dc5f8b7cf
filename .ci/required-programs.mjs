// Finds the programs that tests need, and installs them where that is possible without asking.
import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { candidateOf, explainMissing, isEnough, readVersion } from './program-versions.mjs';

/** Each with the names it goes by, Debian's package, and the oldest version that will do. */
const PROGRAMS = [
  { what: 'Chromium', names: ['chromium', 'chromium-browser', 'google-chrome'], package: 'chromium' },
  { what: 'Prometheus', names: ['prometheus'], package: 'prometheus' },
  { what: 'promtool', names: ['promtool'], package: 'prometheus' },
  { what: 'OpenSSL', names: ['openssl'], package: 'openssl' },
  { what: 'kubectl', names: ['kubectl'], package: 'kubernetes-client' },
  // Builds Helm, which Debian does not have, for the tests of the chart.
  {
    what: 'Go',
    names: ['go'],
    package: 'golang-go',
    least: '1.24',
    hint: 'Go: golang-go of Debian 13 and newer; that of Debian 12 is 1.19, so take it from backports or from https://go.dev/dl.',
  },
];

const VERSION_FLAGS = { openssl: ['version'], kubectl: ['version', '--client'], go: ['version'] };

/** Full path of the first of these programs on PATH. */
export function findProgram(names) {
  for (const name of names) {
    for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
      const file = path.join(folder, name);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        // Not here: look further.
      }
    }
  }
  return undefined;
}

/** Those that are not there, and those that are too old, with the version found. */
function missingPrograms() {
  return PROGRAMS.flatMap((program) => {
    const file = findProgram(program.names);
    if (file === undefined) return [program];
    if (program.least === undefined) return [];
    const found = versionOf(file);
    return isEnough(found, program.least) ? [] : [{ ...program, found: found ?? 'of an unknown version' }];
  });
}

/** What apt would install is new enough. */
function isOffered({ package: name, least }) {
  if (least === undefined) return true;
  const { stdout } = spawnSync('apt-cache', ['policy', name], { encoding: 'utf8' });
  return isEnough(candidateOf(stdout ?? ''), least);
}

/** Makes sure that all programs are there; otherwise says what to install and ends with exit code 1. */
export function requirePrograms() {
  let missing = missingPrograms();
  if (missing.length > 0 && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const stdio = ['ignore', 'ignore', 'inherit'];
    spawnSync('apt-get', ['update', '-qq'], { env, stdio });
    const packages = [...new Set(missing.filter(isOffered).map((program) => program.package))];
    if (packages.length > 0) {
      console.log(`Installing ${packages.join(', ')} …`);
      const install = ['install', '-y', '-qq', '--no-install-recommends'];
      spawnSync('apt-get', [...install, ...packages], { env, stdio });
    }
    missing = missingPrograms();
  }
  if (missing.length === 0) return;
  console.error(explainMissing(missing));
  console.log('0 passed, 1 failed');
  process.exit(1);
}

/** One line that tells what the tests run against. */
export function describePrograms() {
  return PROGRAMS.map(({ what, names }) => `${what} ${versionOf(findProgram(names)) ?? 'found'}`).join(', ');
}

function versionOf(file) {
  const flags = VERSION_FLAGS[path.basename(file)] ?? ['--version'];
  try {
    const text = execFileSync(file, flags, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 20_000,
    });
    return readVersion(text);
  } catch {
    return undefined;
  }
}
