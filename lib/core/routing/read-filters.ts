import type { JsonObject } from '../kubernetes/json';
import { printTarget, readPercent } from './read-actions';
import { readBackend } from './read-backend';
import type { Reading } from './read-destinations';
import type { MirrorDraft } from './route-draft';
import type { HeaderChange, PlannedRedirect, PlannedRewrite } from './route-plan';

/** What filters of a Gateway API rule do. */
export interface FilterActions {
  readonly headers: readonly HeaderChange[];
  readonly mirrors: readonly MirrorDraft[];
  readonly redirect: PlannedRedirect | null;
  readonly rewrite: PlannedRewrite | null;
  readonly others: readonly string[];
}

/** Of several redirects or rewrites the first counts: there may be only one. */
export function readFilters(reading: Reading, value: unknown, path: string): FilterActions {
  const { fields } = reading;
  const headers: HeaderChange[] = [];
  const mirrors: MirrorDraft[] = [];
  const others: string[] = [];
  let redirect: PlannedRedirect | null = null;
  let rewrite: PlannedRewrite | null = null;
  for (const { object: filter, path: at } of fields.objects(value, path)) {
    const type = fields.text(filter['type'], `${at}.type`) ?? '';
    switch (type) {
      case 'RequestHeaderModifier':
        headers.push(...readHeaderChanges(reading, filter, 'request', `${at}.requestHeaderModifier`));
        break;
      case 'ResponseHeaderModifier':
        headers.push(...readHeaderChanges(reading, filter, 'response', `${at}.responseHeaderModifier`));
        break;
      case 'RequestMirror':
        mirrors.push(...readMirror(reading, filter['requestMirror'], `${at}.requestMirror`));
        break;
      case 'RequestRedirect':
        redirect ??= readRedirect(reading, filter['requestRedirect'], `${at}.requestRedirect`);
        break;
      case 'URLRewrite':
        rewrite ??= readRewrite(reading, filter['urlRewrite'], `${at}.urlRewrite`);
        break;
      case 'CORS':
        others.push('CORS policy');
        break;
      case 'ExtensionRef': {
        const reference = fields.object(filter['extensionRef'], `${at}.extensionRef`);
        const kind = fields.text(reference?.['kind'], `${at}.extensionRef.kind`) ?? 'extension';
        others.push(`${kind} ${fields.text(reference?.['name'], `${at}.extensionRef.name`) ?? ''}`.trim());
        break;
      }
      default:
        fields.refuse(`${at}.type`, 'is no filter that is known');
    }
  }
  return { headers, mirrors, redirect, rewrite, others };
}

function readHeaderChanges(
  { fields }: Reading,
  filter: JsonObject,
  of: HeaderChange['of'],
  path: string,
): HeaderChange[] {
  const field = of === 'request' ? 'requestHeaderModifier' : 'responseHeaderModifier';
  const changes = fields.object(filter[field], path) ?? {};
  const named = (['set', 'add'] as const).flatMap((operation) =>
    fields.objects(changes[operation], `${path}.${operation}`).flatMap(({ object: entry, path: at }) => {
      const name = fields.text(entry['name'], `${at}.name`);
      if (name === undefined) return [];
      const value = fields.text(entry['value'], `${at}.value`) ?? '';
      return [{ of, operation, name, value, path: at }];
    }),
  );
  const removed = fields
    .texts(changes['remove'], `${path}.remove`)
    .map((name): HeaderChange => ({ of, operation: 'remove', name, path: `${path}.remove` }));
  return [...named, ...removed];
}

/** Everything, a percentage, or a fraction of 100 unless it says of what. */
function readMirror(reading: Reading, value: unknown, path: string): MirrorDraft[] {
  const { fields } = reading;
  const mirror = fields.object(value, path);
  const backend = fields.object(mirror?.['backendRef'], `${path}.backendRef`);
  if (mirror === undefined || backend === undefined) {
    fields.refuse(`${path}.backendRef`, 'is missing');
    return [];
  }
  const fraction = fields.object(mirror['fraction'], `${path}.fraction`);
  const numerator = fields.count(fraction?.['numerator'], `${path}.fraction.numerator`);
  const denominator = fields.count(fraction?.['denominator'], `${path}.fraction.denominator`) ?? 100;
  const share =
    numerator === undefined || denominator === 0
      ? (readPercent(fields, mirror['percent'], `${path}.percent`) ?? 1)
      : Math.min(1, numerator / denominator);
  return [{ destination: readBackend(reading, backend, `${path}.backendRef`), share }];
}

function readRedirect({ fields }: Reading, value: unknown, path: string): PlannedRedirect {
  const redirect = fields.object(value, path) ?? {};
  const change = fields.object(redirect['path'], `${path}.path`);
  const prefix = fields.text(change?.['replacePrefixMatch'], `${path}.path.replacePrefixMatch`);
  return {
    status: fields.count(redirect['statusCode'], `${path}.statusCode`) || 302,
    target: printTarget({
      scheme: fields.text(redirect['scheme'], `${path}.scheme`),
      host: fields.text(redirect['hostname'], `${path}.hostname`),
      port: fields.count(redirect['port'], `${path}.port`),
      uri:
        fields.text(change?.['replaceFullPath'], `${path}.path.replaceFullPath`) ??
        (prefix === undefined ? undefined : `${prefix.replace(/\/$/, '')}/*`),
    }),
    path,
  };
}

function readRewrite({ fields }: Reading, value: unknown, path: string): PlannedRewrite {
  const rewrite = fields.object(value, path) ?? {};
  const change = fields.object(rewrite['path'], `${path}.path`);
  const prefix = fields.text(change?.['replacePrefixMatch'], `${path}.path.replacePrefixMatch`);
  return {
    authority: fields.text(rewrite['hostname'], `${path}.hostname`) ?? null,
    uri:
      fields.text(change?.['replaceFullPath'], `${path}.path.replaceFullPath`) ??
      (prefix === undefined ? null : `prefix → ${prefix}`),
    path,
  };
}
