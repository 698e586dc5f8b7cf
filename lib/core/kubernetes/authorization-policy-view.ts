import { readAuthorizationRules, type AuthorizationRuleView } from './authorization-rule-view';
import { labelOf, type Labels } from './field-reader';
import { viewObject, type ObjectView, type Viewed } from './object-view';
import { readTargetRefs, type TargetRefView } from './target-refs';

export type AuthorizationAction = 'ALLOW' | 'DENY' | 'AUDIT' | 'CUSTOM';
const ACTIONS: readonly AuthorizationAction[] = ['ALLOW', 'DENY', 'AUDIT', 'CUSTOM'];

export interface AuthorizationPolicyView extends ObjectView {
  /** Absent when what is written is no action we know. */
  readonly action?: AuthorizationAction;
  /** Empty means every workload of the namespace, unless the policy targets by reference. */
  readonly selector: Labels;
  /** Gateways, waypoints or services that it is attached to; empty means that the selector counts. */
  readonly targets: readonly TargetRefView[];
  /** None never matches: as ALLOW it denies all. */
  readonly rules: readonly AuthorizationRuleView[];
  /** Evaluated but not enforced. */
  readonly dryRun: boolean;
  /** What of its spec cannot be read; absent when all can. */
  readonly malformed?: string;
}

/** What Istio takes for true in an annotation. */
const TRUE = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);

/** Reads security.istio.io AuthorizationPolicy, any version. */
export function viewAuthorizationPolicy(object: unknown): Viewed<AuthorizationPolicyView> {
  const viewed = viewObject(object, (fields, whole) => {
    const spec = fields.object(whole['spec'], 'spec') ?? {};
    const selector = fields.object(spec['selector'], 'spec.selector');
    const written = spec['action'];
    const action =
      written === undefined || written === null || written === ''
        ? 'ALLOW'
        : fields.word(written, 'spec.action', ACTIONS);
    return {
      ...(action !== undefined && { action }),
      selector: fields.labels(selector?.['matchLabels'], 'spec.selector.matchLabels'),
      targets: readTargetRefs(fields, spec),
      rules: readAuthorizationRules(fields, spec['rules']),
    };
  });
  const { view, problems } = viewed;
  if (view === undefined) return { view: undefined, problems };
  const broken = problems.find(({ path }) => path.startsWith('spec'));
  const dryRun = TRUE.has(labelOf(view.annotations, 'istio.io/dry-run') ?? '');
  return {
    // Half of a policy may let in whom the whole keeps out.
    view: { ...view, dryRun, ...(broken && { malformed: `${broken.path} ${broken.message}` }) },
    problems,
  };
}
