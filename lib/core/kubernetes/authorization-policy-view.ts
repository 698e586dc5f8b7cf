import { labelOf, type Labels } from './field-reader';
import { viewObject, type ObjectView, type Viewed } from './object-view';

export type AuthorizationAction = 'ALLOW' | 'DENY' | 'AUDIT' | 'CUSTOM';
const ACTIONS: readonly AuthorizationAction[] = ['ALLOW', 'DENY', 'AUDIT', 'CUSTOM'];

export interface AuthorizationPolicyView extends ObjectView {
  /** Absent when what is written is no action we know. */
  readonly action?: AuthorizationAction;
  /** Empty means every workload of the namespace, unless the policy targets by reference. */
  readonly selector: Labels;
  /** Attached to gateways, waypoints or services by reference. */
  readonly targetsByReference: boolean;
  /** 0 never matches: as ALLOW it denies all. */
  readonly ruleCount: number;
  /** Evaluated but not enforced. */
  readonly dryRun: boolean;
}

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
      targetsByReference:
        fields.list(spec['targetRefs'], 'spec.targetRefs').length > 0 ||
        fields.object(spec['targetRef'], 'spec.targetRef') !== undefined,
      ruleCount: fields.list(spec['rules'], 'spec.rules').length,
    };
  });
  if (viewed.view === undefined) return { view: undefined, problems: viewed.problems };
  const dryRun = labelOf(viewed.view.annotations, 'istio.io/dry-run') === 'true';
  return { view: { ...viewed.view, dryRun }, problems: viewed.problems };
}
