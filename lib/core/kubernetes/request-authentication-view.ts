import type { Labels } from './field-reader';
import { viewObject, type ObjectView, type Viewed } from './object-view';
import { readTargetRefs, type TargetRefView } from './target-refs';

export interface RequestAuthenticationView extends ObjectView {
  /** Empty means every workload of the namespace, unless it targets by reference. */
  readonly selector: Labels;
  readonly targets: readonly TargetRefView[];
  /** Of whom tokens are taken. */
  readonly issuers: readonly string[];
  /** What of its spec cannot be read; absent when all can. */
  readonly malformed?: string;
}

/** Reads security.istio.io RequestAuthentication, any version. */
export function viewRequestAuthentication(object: unknown): Viewed<RequestAuthenticationView> {
  const viewed = viewObject(object, (fields, whole) => {
    const spec = fields.object(whole['spec'], 'spec') ?? {};
    const selector = fields.object(spec['selector'], 'spec.selector');
    return {
      selector: fields.labels(selector?.['matchLabels'], 'spec.selector.matchLabels'),
      targets: readTargetRefs(fields, spec),
      issuers: fields
        .objects(spec['jwtRules'], 'spec.jwtRules')
        .flatMap(({ object: rule, path }) => fields.text(rule['issuer'], `${path}.issuer`) ?? []),
    };
  });
  const broken = viewed.problems.find(({ path }) => path.startsWith('spec'));
  if (viewed.view === undefined || broken === undefined) return viewed;
  return { ...viewed, view: { ...viewed.view, malformed: `${broken.path} ${broken.message}` } };
}
