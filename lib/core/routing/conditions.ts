import type { Condition, MatchDraft, TextTest } from './route-draft';
import { matchesHost } from './match-host';

/** Whether everything that meets `narrow` meets `wide`: certainly, not just perhaps. */
export function covers(wide: MatchDraft, narrow: MatchDraft): boolean {
  return wide.conditions.every((one) => narrow.conditions.some((other) => follows(one, other)));
}

/** Whether a condition holds wherever another one does. */
function follows(wide: Condition, narrow: Condition): boolean {
  if (wide.about !== narrow.about || wide.name !== narrow.name || wide.about === 'unreadable') return false;
  if ((wide.isNegated ?? false) !== (narrow.isNegated ?? false)) return false;
  const isHosts = wide.about === 'sni';
  return wide.isNegated === true
    ? includes(narrow.test, wide.test, isHosts)
    : includes(wide.test, narrow.test, isHosts);
}

/** Whether every text that passes `narrow` passes `wide`. */
function includes(wide: TextTest, narrow: TextTest, isHosts: boolean): boolean {
  if (wide.kind === 'present') return true;
  if (narrow.kind === 'present') return false;
  if (wide.kind === 'oneOf' || narrow.kind === 'oneOf') {
    if (wide.kind !== 'oneOf' || narrow.kind !== 'oneOf') return false;
    return narrow.values.every((value) =>
      wide.values.some((one) => one === value || (isHosts && matchesHost(one, value))),
    );
  }
  if (wide.kind === 'regex' || narrow.kind === 'regex')
    return wide.kind === narrow.kind && wide.value === narrow.value && hasWiderCase(wide, narrow);
  if (!hasWiderCase(wide, narrow)) return false;
  const fold = (text: string) => (wide.ignoresCase === true ? text.toLowerCase() : text);
  const [outer, inner] = [fold(wide.value), fold(narrow.value)];
  switch (wide.kind) {
    case 'exact':
      return narrow.kind === 'exact' && inner === outer;
    case 'prefix':
      return inner.startsWith(outer);
    case 'pathPrefix':
      // A plain prefix goes on after its last letter: only a whole segment more is surely below.
      return inner.startsWith(`${outer}/`) || (narrow.kind !== 'prefix' && inner === outer);
  }
}

function hasWiderCase(wide: { ignoresCase?: boolean }, narrow: { ignoresCase?: boolean }): boolean {
  return wide.ignoresCase === true || narrow.ignoresCase !== true;
}

const ABOUT_CLIENTS = new Set(['port', 'sourceLabel', 'sourceNamespace']);

/** Whether a condition is about who calls and on which port, which metrics can tell apart. */
export function isAboutClient({ about }: Condition): boolean {
  return ABOUT_CLIENTS.has(about);
}

/** Whether every request there is meets a condition: each has a method, and a path that begins with a slash. */
export function isMetByAll({ about, test, isNegated }: Condition): boolean {
  if (isNegated === true) return false;
  switch (about) {
    case 'uri':
      if (test.kind === 'regex') return test.value === '.*' || test.value === '/.*';
      if (test.kind === 'prefix' || test.kind === 'pathPrefix')
        return test.value === '/' || test.value === '';
      return test.kind === 'present';
    case 'method':
    case 'scheme':
    case 'authority':
      return test.kind === 'present';
    case 'sni':
    case 'subnet':
      return test.kind === 'oneOf' && test.values.some((one) => EVERYWHERE.has(one));
    default:
      return false;
  }
}

const EVERYWHERE = new Set(['*', '0.0.0.0/0']);
