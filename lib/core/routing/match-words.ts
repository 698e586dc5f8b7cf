import type { Condition, MatchDraft, TextTest } from './route-draft';

/** Alternatives in words, with names as strangers wrote them: `path /a* and header end-user = jason`. */
export function sayMatches(matches: readonly MatchDraft[]): string {
  if (matches.length === 0 || matches.some(({ conditions }) => conditions.length === 0)) return 'everything';
  const said = matches.map(({ conditions }) => conditions.map(sayCondition).join(' and '));
  return [...new Set(said)].join(', or ');
}

function sayCondition(condition: Condition): string {
  const { about, name = '', test, isNegated = false } = condition;
  const not = isNegated ? 'not ' : '';
  switch (about) {
    case 'uri':
      return `${not}path ${sayPath(test)}`;
    case 'grpc':
      return `${not}gRPC ${sayText(test)}`;
    case 'header':
      if (test.kind === 'present') return isNegated ? `no header ${name}` : `header ${name}`;
      return `${not}header ${name} ${sayTest(test)}`;
    case 'query':
      return test.kind === 'present' ? `query ${name}` : `query ${name} ${sayTest(test)}`;
    case 'sourceLabel':
      return `callers with ${name}=${sayText(test)}`;
    case 'sourceNamespace':
      return `callers in ${sayText(test)}`;
    case 'sni':
      return `SNI ${sayText(test)}`;
    case 'subnet':
      return `addresses in ${sayText(test)}`;
    case 'unreadable':
      return `${name}, which cannot be read`;
    default:
      return `${about} ${sayText(test)}`;
  }
}

function sayPath(test: TextTest): string {
  if (test.kind === 'prefix') return `${test.value}*${sayCase(test)}`;
  if (test.kind === 'pathPrefix') return `${test.value} and below`;
  return sayText(test);
}

/** The text alone where it is exact. */
function sayText(test: TextTest): string {
  return test.kind === 'exact' ? `${test.value}${sayCase(test)}` : sayTest(test);
}

function sayTest(test: TextTest): string {
  switch (test.kind) {
    case 'exact':
      return `= ${test.value}${sayCase(test)}`;
    case 'prefix':
    case 'pathPrefix':
      return `= ${test.value}*${sayCase(test)}`;
    case 'regex':
      return `~ ${test.value}${sayCase(test)}`;
    case 'oneOf':
      return test.values.join(' or ');
    case 'present':
      return 'present';
  }
}

function sayCase({ ignoresCase }: { ignoresCase?: boolean }): string {
  return ignoresCase === true ? ' in any case' : '';
}
