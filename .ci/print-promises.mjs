// Prints docs/trust.md: each promise with the tests that hold it and how they ended.
import { PROMISES } from './promises.mjs';

const HEAD = `# What is promised, and which test holds it

Written by \`npm test\` from what it ran. A test holds a promise when its title carries the promise's id in brackets.
Weight 0 blocks a release, 1 belongs in the first one, 2 comes later.
`;

const UNHELD = 'no test carries it';

/** @param {import('./read-report.mjs').TestResult[]} tests */
export function printPromises(tests) {
  const sections = Object.entries(PROMISES).map(
    ([heading, rows]) =>
      `## ${heading}\n\n| Id | Weight | Promise | Tests | Result |\n|---|:-:|---|---|---|\n${rows
        .map(([id, weight, promise]) => {
          const holding = tests.filter(({ title }) => carries(title, id));
          return `| ${id} | ${weight} | ${promise} | ${describe(holding)} | ${judge(holding)} |`;
        })
        .join('\n')}\n`,
  );
  return `${HEAD}\n${sections.join('\n')}`;
}

function carries(title, id) {
  return [...title.matchAll(/\(([^()]*)\)/g)].some(([, inside]) => inside.split(', ').includes(id));
}

/** Cases of one table test have one title each: their number is told, not each of them. */
function describe(tests) {
  const perFile = new Map();
  for (const { file } of tests) perFile.set(file, (perFile.get(file) ?? 0) + 1);
  return [...perFile]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([file, many]) => `\`${file}\`${many === 1 ? '' : ` (${many})`}`)
    .join(', ');
}

function judge(tests) {
  if (tests.length === 0) return UNHELD;
  return tests.some(({ result }) => result === 'failed') ? '**failed**' : 'held';
}
