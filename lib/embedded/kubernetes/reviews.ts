import type { AccessRequest, ApiContext } from './api-context';
import { ApiError, badRequestError } from './api-error';
import { isRecord, readRecord, readString, type JsonRecord } from './json-value';
import { resourceVerbs } from './resource-verbs';

/** A review: something one can only create, to be answered at once. */
export interface ReviewType {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
}

export const reviewTypes: readonly ReviewType[] = [
  { group: 'authentication.k8s.io', version: 'v1', plural: 'selfsubjectreviews', kind: 'SelfSubjectReview' },
  {
    group: 'authorization.k8s.io',
    version: 'v1',
    plural: 'selfsubjectaccessreviews',
    kind: 'SelfSubjectAccessReview',
  },
  {
    group: 'authorization.k8s.io',
    version: 'v1',
    plural: 'subjectaccessreviews',
    kind: 'SubjectAccessReview',
  },
  {
    group: 'authorization.k8s.io',
    version: 'v1',
    plural: 'selfsubjectrulesreviews',
    kind: 'SelfSubjectRulesReview',
  },
];

/** About the caller, or about somebody else whom the spec names. */
function answerAccess(spec: JsonRecord, authorize: (request: AccessRequest) => boolean): JsonRecord {
  const attributes = readRecord(spec, 'resourceAttributes');
  const path = readRecord(spec, 'nonResourceAttributes');
  if (isRecord(spec['resourceAttributes']) === isRecord(spec['nonResourceAttributes'])) {
    throw badRequestError('exactly one of resourceAttributes and nonResourceAttributes must be given');
  }
  if (isRecord(spec['nonResourceAttributes']))
    return { allowed: readString(path, 'verb').toLowerCase() === 'get' };
  const allowed = authorize({
    verb: readString(attributes, 'verb'),
    group: readString(attributes, 'group'),
    resource: readString(attributes, 'resource'),
    subresource: readString(attributes, 'subresource'),
    namespace: readString(attributes, 'namespace'),
    name: readString(attributes, 'name'),
  });
  return {
    allowed,
    reason: allowed
      ? 'the embedded cluster allows it'
      : 'refused by the access policy of the embedded cluster',
  };
}

/** Only who may ask about others is told. */
function answerAccessOfOther(context: ApiContext, spec: JsonRecord): JsonRecord {
  const subject = {
    name: readString(spec, 'user'),
    groups: (Array.isArray(spec['groups']) ? spec['groups'] : []).filter(
      (group) => typeof group === 'string',
    ),
  };
  if (subject.name === '' && subject.groups.length === 0)
    throw badRequestError('at least one of user or group must be specified');
  return answerAccess(spec, (request) => context.authorizeOther(subject, request));
}

function requireRight(context: ApiContext, { group, plural }: ReviewType): void {
  const asked = { verb: 'create', group, resource: plural, subresource: '', namespace: '', name: '' };
  if (context.authorize(asked)) return;
  const message = `${plural}.${group} is forbidden: User "${context.userName}" cannot create resource "${plural}" in API group "${group}" at the cluster scope`;
  throw new ApiError(403, 'Forbidden', message, { group, kind: plural });
}

/** One rule per type and set of verbs; types with equal verbs in one group share a rule. */
function answerRules(context: ApiContext, namespace: string): JsonRecord {
  const rules = new Map<string, { verbs: string[]; apiGroups: string[]; resources: string[] }>();
  for (const type of context.store.types.types) {
    const request = { group: type.group, resource: type.plural, subresource: '', namespace, name: '' };
    const verbs = resourceVerbs.filter((verb) => context.authorize({ ...request, verb }));
    if (verbs.length === 0) continue;
    const key = `${type.group}/${verbs.join(',')}`;
    const rule = rules.get(key);
    if (rule === undefined) rules.set(key, { verbs, apiGroups: [type.group], resources: [type.plural] });
    else rule.resources.push(type.plural);
  }
  return {
    resourceRules: [...rules.values()],
    nonResourceRules: [
      {
        verbs: ['get'],
        nonResourceURLs: ['/version', '/api', '/apis', '/openapi/v2', '/openapi/v3', '/healthz'],
      },
    ],
    incomplete: false,
  };
}

/** Answers a review about the caller: may I, what may I, who am I. */
export function answerReview(context: ApiContext, review: ReviewType, body: unknown): JsonRecord {
  const kind = readString(body, 'kind') || review.kind;
  if (kind !== review.kind)
    throw badRequestError(`the kind in the data (${kind}) does not match the expected kind (${review.kind})`);
  const spec = readRecord(body, 'spec');
  const user = { username: context.userName, groups: [...context.userGroups] };
  if (review.kind === 'SubjectAccessReview') requireRight(context, review);
  const status =
    review.kind === 'SelfSubjectAccessReview'
      ? answerAccess(spec, context.authorize)
      : review.kind === 'SubjectAccessReview'
        ? answerAccessOfOther(context, spec)
        : review.kind === 'SelfSubjectRulesReview'
          ? answerRules(context, readString(spec, 'namespace'))
          : { userInfo: user };
  return {
    apiVersion: `${review.group}/${review.version}`,
    kind: review.kind,
    metadata: {},
    ...(review.kind === 'SelfSubjectReview' ? {} : { spec }),
    status,
  };
}
