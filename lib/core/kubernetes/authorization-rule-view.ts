import type { FieldReader } from './field-reader';
import type { JsonObject } from './json';

/** What a rule asks of one attribute: any of `values`, if there are any, and none of `notValues`. */
export interface RuleTest {
  /**
   * The attribute in the words of conditions: `source.principal`, `destination.port`, `request.headers[x]`. Three that no
   * condition can name are `request.host`, `request.method` and `request.path`.
   */
  readonly key: string;
  /** As it is written in the rule, for instance `notPrincipals` or `when[0]`. */
  readonly field: string;
  readonly values: readonly string[];
  readonly notValues: readonly string[];
}

/** One rule of an AuthorizationPolicy. */
export interface AuthorizationRuleView {
  /** One of these sources, each with all of its tests; empty means any. */
  readonly from: readonly (readonly RuleTest[])[];
  /** One of these operations, each with all of its tests; empty means any. */
  readonly to: readonly (readonly RuleTest[])[];
  /** All of these. */
  readonly when: readonly RuleTest[];
}

const SOURCE_FIELDS: readonly (readonly [field: string, key: string])[] = [
  ['principals', 'source.principal'],
  ['namespaces', 'source.namespace'],
  ['serviceAccounts', 'source.serviceAccount'],
  ['trustDomains', 'source.trustDomain'],
  ['requestPrincipals', 'request.auth.principal'],
  ['ipBlocks', 'source.ip'],
  ['remoteIpBlocks', 'remote.ip'],
];
const OPERATION_FIELDS: readonly (readonly [field: string, key: string])[] = [
  ['hosts', 'request.host'],
  ['ports', 'destination.port'],
  ['methods', 'request.method'],
  ['paths', 'request.path'],
];

/** Reads `spec.rules`. https://istio.io/latest/docs/reference/config/security/authorization-policy/#Rule */
export function readAuthorizationRules(fields: FieldReader, value: unknown): AuthorizationRuleView[] {
  return fields.objects(value, 'spec.rules').map(({ object: rule, path }) => ({
    from: fields
      .objects(rule['from'], `${path}.from`)
      .map(({ object, path: at }) =>
        readTests(fields, fields.object(object['source'], `${at}.source`), `${at}.source`, SOURCE_FIELDS),
      ),
    to: fields
      .objects(rule['to'], `${path}.to`)
      .map(({ object, path: at }) =>
        readTests(
          fields,
          fields.object(object['operation'], `${at}.operation`),
          `${at}.operation`,
          OPERATION_FIELDS,
        ),
      ),
    when: fields.objects(rule['when'], `${path}.when`).flatMap(({ object, path: at }, index) => {
      const key = fields.text(object['key'], `${at}.key`);
      if (key === undefined) return fields.refuse(`${at}.key`, 'is missing') ?? [];
      const values = fields.texts(object['values'], `${at}.values`);
      const notValues = fields.texts(object['notValues'], `${at}.notValues`);
      return [{ key, field: `when[${index}]`, values, notValues }];
    }),
  }));
}

/** An empty list asks for nothing, as if it were not there. */
function readTests(
  fields: FieldReader,
  object: JsonObject | undefined,
  path: string,
  known: readonly (readonly [field: string, key: string])[],
): RuleTest[] {
  if (object === undefined) return [];
  return known.flatMap(([field, key]) => {
    const negated = `not${field.charAt(0).toUpperCase()}${field.slice(1)}`;
    const values = fields.texts(object[field], `${path}.${field}`);
    const notValues = fields.texts(object[negated], `${path}.${negated}`);
    if (values.length === 0 && notValues.length === 0) return [];
    return [{ key, field: values.length > 0 ? field : negated, values, notValues }];
  });
}
