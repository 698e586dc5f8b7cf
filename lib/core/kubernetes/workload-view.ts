import type { Labels } from './field-reader';
import { viewObject, type ObjectView, type Viewed } from './object-view';

export type WorkloadKind = 'deployments' | 'statefulSets' | 'daemonSets';

export interface WorkloadView extends ObjectView {
  readonly kind: WorkloadKind;
  readonly replicas: { readonly desired: number; readonly ready: number; readonly available: number };
  /** Labels its pods are made with. */
  readonly templateLabels: Labels;
  readonly templateAnnotations: Labels;
  /** Of its pods; absent means `default`. */
  readonly serviceAccount?: string;
}

/** Reads apps/v1 Deployment, StatefulSet or DaemonSet; the kind is given because items of a list do not name it. */
export function viewWorkload(object: unknown, kind: WorkloadKind): Viewed<WorkloadView> {
  return viewObject(object, (fields, whole) => {
    const spec = fields.object(whole['spec'], 'spec') ?? {};
    const status = fields.object(whole['status'], 'status') ?? {};
    const template = fields.object(spec['template'], 'spec.template');
    const metadata = fields.object(template?.['metadata'], 'spec.template.metadata');
    const podSpec = fields.object(template?.['spec'], 'spec.template.spec');
    const serviceAccount = fields.text(
      podSpec?.['serviceAccountName'],
      'spec.template.spec.serviceAccountName',
    );
    const count = (name: string): number => fields.count(status[name], `status.${name}`) ?? 0;
    const replicas =
      kind === 'daemonSets'
        ? {
            desired: count('desiredNumberScheduled'),
            ready: count('numberReady'),
            available: count('numberAvailable'),
          }
        : {
            // An absent field means one replica.
            desired: fields.count(spec['replicas'], 'spec.replicas') ?? 1,
            ready: count('readyReplicas'),
            available: count('availableReplicas'),
          };
    return {
      kind,
      replicas,
      ...(serviceAccount !== undefined && { serviceAccount }),
      templateLabels: fields.labels(metadata?.['labels'], 'spec.template.metadata.labels'),
      templateAnnotations: fields.labels(metadata?.['annotations'], 'spec.template.metadata.annotations'),
    };
  });
}
