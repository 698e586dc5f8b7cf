// Reads the reports of Vitest and Playwright into one shape: what was tested, where, and how it ended.
import path from 'node:path';

/**
 * @typedef {object} TestResult
 * @property {string} file relative to the project, with forward slashes
 * @property {string} title with the titles of what it stands in, joined by " › "
 * @property {'passed' | 'second try' | 'failed'} result
 * @property {string} message why it failed; empty otherwise
 */

/** Terminal colours of the reporters. */
// oxlint-disable-next-line no-control-regex
const COLOURS = /\u001b\[[0-9;]*m/g;

/** @returns {TestResult[]} of a report of Vitest's JSON reporter; what was skipped is left out */
export function readVitestReport({ testResults }) {
  return testResults.flatMap(({ name, message, assertionResults }) => {
    const file = relative(name);
    // A file that cannot be loaded has no tests, and has failed all the same.
    if (assertionResults.length === 0 && message !== '')
      return [{ file, title: 'the file as a whole', result: 'failed', message: plain(message) }];
    return assertionResults
      .filter(({ status }) => status === 'passed' || status === 'failed')
      .map(({ status, ancestorTitles, title, failureMessages }) => ({
        file,
        title: [...ancestorTitles, title].join(' › '),
        result: status,
        message: plain(failureMessages?.[0] ?? ''),
      }));
  });
}

/** @returns {TestResult[]} of a report of Playwright's JSON reporter; what was skipped is left out */
export function readPlaywrightReport({ suites, errors }) {
  const outside = errors.map(({ message }) => ({
    file: 'e2e',
    title: 'outside of the tests',
    result: 'failed',
    message: plain(message ?? ''),
  }));
  return [...outside, ...suites.flatMap((suite) => readSuite(suite, []))];
}

const RESULTS = { expected: 'passed', flaky: 'second try', unexpected: 'failed' };

function readSuite({ title, suites = [], specs = [] }, above) {
  const titles = title.endsWith('.spec.ts') ? above : [...above, title];
  return [
    ...specs.flatMap((spec) =>
      spec.tests
        .filter(({ status }) => status in RESULTS)
        .map(({ status, results }) => ({
          file: `e2e/${spec.file}`,
          title: [...titles, spec.title].join(' › '),
          result: RESULTS[status],
          message: plain(results.find(({ error }) => error !== undefined)?.error.message ?? ''),
        })),
    ),
    ...suites.flatMap((suite) => readSuite(suite, titles)),
  ];
}

function relative(file) {
  return path.relative(process.cwd(), file).split(path.sep).join('/');
}

function plain(text) {
  return text.replace(COLOURS, '');
}
