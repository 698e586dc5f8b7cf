import { badRequestError } from './api-error';

type Labels = Readonly<Record<string, string>>;
export type LabelMatcher = (labels: Labels) => boolean;

const keyPattern =
  /^([A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const valuePattern = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;

function readValue(labels: Labels, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}

/** Splits at commas outside parentheses. */
function splitRequirements(selector: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < selector.length; index += 1) {
    const character = selector[index];
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (character === ',' && depth === 0) {
      parts.push(selector.slice(start, index));
      start = index + 1;
    }
  }
  if (depth !== 0)
    throw badRequestError(
      `unable to parse label selector ${JSON.stringify(selector)}: unbalanced parentheses`,
    );
  parts.push(selector.slice(start));
  return parts.map((part) => part.trim());
}

function checkKey(key: string, requirement: string): string {
  const trimmed = key.trim();
  if (keyPattern.test(trimmed)) return trimmed;
  throw badRequestError(
    `unable to parse requirement ${JSON.stringify(requirement)}: invalid label key ${JSON.stringify(trimmed)}`,
  );
}

function checkValue(value: string, requirement: string): string {
  const trimmed = value.trim();
  if (valuePattern.test(trimmed)) return trimmed;
  throw badRequestError(
    `unable to parse requirement ${JSON.stringify(requirement)}: invalid label value ${JSON.stringify(trimmed)}`,
  );
}

function parseRequirement(requirement: string): LabelMatcher {
  const set = /^(\S+)\s+(in|notin)\s*\(([^()]*)\)$/.exec(requirement);
  if (set !== null) {
    const key = checkKey(set[1] ?? '', requirement);
    const values = new Set((set[3] ?? '').split(',').map((value) => checkValue(value, requirement)));
    const within = (labels: Labels): boolean => values.has(readValue(labels, key) ?? '\0');
    return set[2] === 'in' ? within : (labels) => !within(labels);
  }
  const equality = /^([^=!<>]+)(==|!=|=)([^=!<>]*)$/.exec(requirement);
  if (equality !== null) {
    const key = checkKey(equality[1] ?? '', requirement);
    const value = checkValue(equality[3] ?? '', requirement);
    const equal = equality[2] !== '!=';
    return (labels) => (readValue(labels, key) === value) === equal;
  }
  const comparison = /^([^=!<>]+)([<>])\s*(-?\d+)$/.exec(requirement);
  if (comparison !== null) {
    const key = checkKey(comparison[1] ?? '', requirement);
    const bound = Number(comparison[3]);
    const greater = comparison[2] === '>';
    return (labels) => {
      const value = readValue(labels, key);
      if (value === undefined || !/^-?\d+$/.test(value)) return false;
      return greater ? Number(value) > bound : Number(value) < bound;
    };
  }
  const absent = requirement.startsWith('!');
  const key = checkKey(absent ? requirement.slice(1) : requirement, requirement);
  return (labels) => Object.hasOwn(labels, key) !== absent;
}

/**
 * A matcher for `-l` selectors: `a=b`, `a==b`, `a!=b`, `a in (b,c)`, `a notin (b)`, `a`, `!a`, `a>1`, joined by
 * commas. Inequality and `notin` also match objects without the label. Throws a 400 on anything else.
 */
export function parseLabelSelector(selector: string): LabelMatcher {
  if (selector.trim() === '') return () => true;
  const matchers = splitRequirements(selector).map(parseRequirement);
  return (labels) => matchers.every((matches) => matches(labels));
}
