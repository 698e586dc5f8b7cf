// `npm test`: everything, one part after the other. At its end it repeats what failed, writes which promise is held by
// which test, and closes with one line that counts.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { printPromises } from './print-promises.mjs';
import { readPlaywrightReport, readVitestReport } from './read-report.mjs';
import { describePrograms, findProgram, requirePrograms } from './required-programs.mjs';

requirePrograms();
console.log(`Testing with Node ${process.versions.node}, ${describePrograms()}`);

const reports = mkdtempSync(path.join(tmpdir(), 'telltale-reports-'));
const env = {
  ...process.env,
  NEXT_TELEMETRY_DISABLED: '1',
  TELLTALE_CHROMIUM: findProgram(['chromium', 'chromium-browser', 'google-chrome']),
};
let passed = 0;
let failed = 0;
/** @type {import('./read-report.mjs').TestResult[]} */
const tests = [];

/** A part that either holds or does not. */
function check(title, command, ...args) {
  const ok = run(title, command, args, env);
  if (!ok) tests.push({ file: title, title: 'as a whole', result: 'failed', message: '' });
  count(title, ok ? 1 : 0, ok ? 0 : 1);
}

/** A part with tests of its own, counted from its JSON report. */
function suite(title, readReport, command, args, extraEnv = {}) {
  const report = path.join(reports, `${title.replaceAll(' ', '-')}.json`);
  const ok = run(title, command, [...args.map((arg) => arg.replace('REPORT', report))], {
    ...env,
    ...Object.fromEntries(
      Object.entries(extraEnv).map(([name, value]) => [name, value.replace('REPORT', report)]),
    ),
  });
  let results = [];
  try {
    results = readReport(JSON.parse(readFileSync(report, 'utf8')));
  } catch {
    console.error(`${title} left no report.`);
  }
  // A run that fails without a failed test, or that ran none, has failed all the same.
  if ((!ok && results.every(({ result }) => result !== 'failed')) || results.length === 0)
    results.push({ file: title, title: 'as a whole', result: 'failed', message: '' });
  tests.push(...results);
  const bad = results.filter(({ result }) => result === 'failed').length;
  count(title, results.length - bad, bad);
}

function run(title, command, args, environment) {
  console.log(`\n=== ${title}`);
  const startedMs = Date.now();
  const { status } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], env: environment });
  console.log(
    `--- ${title}: ${status === 0 ? 'ok' : 'FAILED'} in ${Math.round((Date.now() - startedMs) / 1000)} s`,
  );
  return status === 0;
}

function count(title, good, bad) {
  passed += good;
  failed += bad;
  console.log(`--- ${title}: ${good} passed, ${bad} failed`);
}

/** Whoever reads only the end of a long output must see what was wrong. */
function repeat(result, heading) {
  const which = tests.filter((test) => test.result === result);
  if (which.length > 0) console.log(`\n=== ${heading}`);
  for (const { file, title, message } of which)
    console.log(`${file}: ${title}\n${message.split('\n').slice(0, 25).join('\n')}\n`);
}

const vitest = (project) => [
  'vitest',
  'run',
  '--project',
  project,
  '--reporter=dot',
  '--reporter=json',
  '--outputFile.json=REPORT',
];

check('format', 'npm', 'run', '--silent', 'format:check');
check('lint', 'npm', 'run', '--silent', 'lint');
check('types', 'npm', 'run', '--silent', 'typecheck');
suite('unit tests', readVitestReport, 'npx', vitest('unit'));
suite('laws', readVitestReport, 'npx', vitest('laws'));
suite('contract tests', readVitestReport, 'npx', vitest('contract'));
check('build', 'npm', 'run', '--silent', 'build');
suite(
  'browser tests',
  readPlaywrightReport,
  'npx',
  ['playwright', 'test', '--config', 'e2e/playwright.config.ts', '--reporter=list,json'],
  { PLAYWRIGHT_JSON_OUTPUT_NAME: 'REPORT' },
);
rmSync(reports, { recursive: true, force: true });

writeFileSync('docs/trust.md', printPromises(tests));
repeat('second try', 'passed at the second try only');
repeat('failed', 'failed');
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
