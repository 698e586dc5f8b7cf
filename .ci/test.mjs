// `npm test`: everything, one part after the other, closing with one line that counts.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
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

/** A part that either holds or does not. */
function check(title, command, ...args) {
  const ok = run(title, command, args, env);
  count(title, ok ? 1 : 0, ok ? 0 : 1);
}

/** A part with tests of its own, counted from its JSON report. */
function suite(title, readCounts, command, args, extraEnv = {}) {
  const report = path.join(reports, `${title.replaceAll(' ', '-')}.json`);
  const ok = run(title, command, [...args.map((arg) => arg.replace('REPORT', report))], {
    ...env,
    ...Object.fromEntries(
      Object.entries(extraEnv).map(([name, value]) => [name, value.replace('REPORT', report)]),
    ),
  });
  let counts = { passed: 0, failed: 0 };
  try {
    counts = readCounts(JSON.parse(readFileSync(report, 'utf8')));
  } catch {
    console.error(`${title} left no report.`);
  }
  // A run that fails without a failed test, or that ran none, has failed all the same.
  const hasFailed = !ok || counts.passed === 0;
  count(title, counts.passed, hasFailed ? Math.max(1, counts.failed) : counts.failed);
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

const vitestCounts = ({ numPassedTests, numFailedTests }) => ({
  passed: numPassedTests,
  failed: numFailedTests,
});
const playwrightCounts = ({ stats }) => ({ passed: stats.expected + stats.flaky, failed: stats.unexpected });
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
suite('unit tests', vitestCounts, 'npx', vitest('unit'));
suite('laws', vitestCounts, 'npx', vitest('laws'));
suite('contract tests', vitestCounts, 'npx', vitest('contract'));
check('build', 'npm', 'run', '--silent', 'build');
suite(
  'browser tests',
  playwrightCounts,
  'npx',
  ['playwright', 'test', '--config', 'e2e/playwright.config.ts', '--reporter=list,json'],
  { PLAYWRIGHT_JSON_OUTPUT_NAME: 'REPORT' },
);

rmSync(reports, { recursive: true, force: true });
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
