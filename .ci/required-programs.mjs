// Finds the programs that tests need, and installs them where that is possible without asking.
import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';

/** Each with the names it goes by and Debian's package. */
const PROGRAMS = [
  { what: 'Chromium', names: ['chromium', 'chromium-browser', 'google-chrome'], package: 'chromium' },
  { what: 'Prometheus', names: ['prometheus'], package: 'prometheus' },
  { what: 'promtool', names: ['promtool'], package: 'prometheus' },
  { what: 'OpenSSL', names: ['openssl'], package: 'openssl' },
  { what: 'kubectl', names: ['kubectl'], package: 'kubernetes-client' },
  // Builds Helm, which Debian does not have, for the tests of the chart.
  { what: 'Go', names: ['go'], package: 'golang-go' },
];

const VERSION_FLAGS = { kubectl: ['version', '--client'], go: ['version'] };

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

function missingPrograms() {
  return PROGRAMS.filter(({ names }) => findProgram(names) === undefined);
}

/** Makes sure that all programs are there; otherwise says what to install and ends with exit code 1. */
export function requirePrograms() {
  let missing = missingPrograms();
  const packages = [...new Set(missing.map((program) => program.package))];
  if (missing.length > 0 && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log(`Installing ${packages.join(', ')} …`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    spawnSync('apt-get', ['update', '-qq'], { env, stdio: ['ignore', 'ignore', 'inherit'] });
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    missing = missingPrograms();
  }
  if (missing.length === 0) return;
  const names = missing.map(({ what }) => what).join(', ');
  console.error(`The tests need ${names}. On Debian or Ubuntu: sudo apt-get install ${packages.join(' ')}`);
  console.log('0 passed, 1 failed');
  process.exit(1);
}

/** One line that tells what the tests run against. */
export function describePrograms() {
  return PROGRAMS.map(({ what, names }) => `${what} ${versionOf(findProgram(names))}`).join(', ');
}

function versionOf(file) {
  const flags = VERSION_FLAGS[path.basename(file)] ?? ['--version'];
  try {
    const text = execFileSync(file, flags, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 20_000,
    });
    return /v?(\d+\.\d+(?:\.\d+)*)/.exec(text)?.[1] ?? 'found';
  } catch {
    return 'found';
  }
}
