import { canonicalRevision, canonicalService } from './canonical-names';
import { labelOf, type Labels } from './field-reader';
import { viewObject, type ObjectView, type Viewed } from './object-view';

/** A machine outside the cluster that takes part in the mesh. */
export interface WorkloadEntryView extends ObjectView {
  /** An IP, a host name or `unix://` and a path; absent where only a network leads there. */
  readonly address?: string;
  readonly network?: string;
  readonly serviceAccount?: string;
  /** The object's own labels and its spec's; the object's go first. */
  readonly workloadLabels: Labels;
  /** As proxies report them. */
  readonly workload: string;
  readonly app: string;
  readonly version: string;
}

const GROUP_ANNOTATION = 'istio.io/autoRegistrationGroup';
const WORKLOAD_NAME_LABEL = 'service.istio.io/workload-name';

/** Reads networking.istio.io WorkloadEntry, any version. */
export function viewWorkloadEntry(object: unknown): Viewed<WorkloadEntryView> {
  const viewed = viewObject(object, (fields, whole) => {
    const spec = fields.object(whole['spec'], 'spec') ?? {};
    const address = fields.text(spec['address'], 'spec.address');
    const network = fields.text(spec['network'], 'spec.network');
    const serviceAccount = fields.text(spec['serviceAccount'], 'spec.serviceAccount');
    return {
      ...(address !== undefined && { address }),
      ...(network !== undefined && { network }),
      ...(serviceAccount !== undefined && { serviceAccount }),
      specLabels: fields.labels(spec['labels'], 'spec.labels'),
    };
  });
  if (viewed.view === undefined) return { view: undefined, problems: viewed.problems };
  const { specLabels, ...view } = viewed.view;
  const workloadLabels: Labels = { ...specLabels, ...view.labels };
  // A machine that registered by itself is named after its WorkloadGroup.
  const workload =
    notEmpty(labelOf(view.annotations, GROUP_ANNOTATION)) ??
    notEmpty(labelOf(view.labels, WORKLOAD_NAME_LABEL)) ??
    view.name;
  return {
    view: {
      ...view,
      workloadLabels,
      workload,
      app: canonicalService(workloadLabels, workload),
      version: canonicalRevision(workloadLabels),
    },
    problems: viewed.problems,
  };
}

function notEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
