import type { Labels } from './field-reader';
import { viewObject, type ObjectView, type Viewed } from './object-view';
import { readTargetRefs, type TargetRefView } from './target-refs';

/** An object that changes proxies, as far as it says which: a Telemetry, EnvoyFilter or WasmPlugin. */
export interface TargetedObjectView extends ObjectView {
  /** Empty means all of its namespace, unless it targets by reference. */
  readonly selector: Labels;
  readonly targets: readonly TargetRefView[];
  /** Of EnvoyFilters: lower ones are applied first. Of WasmPlugins: higher ones are. */
  readonly priority: number;
  /** What of its spec cannot be read; absent when all can. */
  readonly malformed?: string;
}

/** Reads telemetry.istio.io Telemetry, networking.istio.io EnvoyFilter or extensions.istio.io WasmPlugin. */
export function viewTargetedObject(object: unknown): Viewed<TargetedObjectView> {
  const viewed = viewObject(object, (fields, whole) => {
    const spec = fields.object(whole['spec'], 'spec') ?? {};
    const selector = fields.object(spec['selector'], 'spec.selector');
    // EnvoyFilters have a word of their own for it.
    const ofWorkloads = fields.object(spec['workloadSelector'], 'spec.workloadSelector');
    const priority = spec['priority'];
    return {
      selector: {
        ...fields.labels(selector?.['matchLabels'], 'spec.selector.matchLabels'),
        ...fields.labels(ofWorkloads?.['labels'], 'spec.workloadSelector.labels'),
      },
      targets: readTargetRefs(fields, spec),
      priority: typeof priority === 'number' && Number.isFinite(priority) ? priority : 0,
    };
  });
  const broken = viewed.problems.find(({ path }) => path.startsWith('spec'));
  if (viewed.view === undefined || broken === undefined) return viewed;
  return { ...viewed, view: { ...viewed.view, malformed: `${broken.path} ${broken.message}` } };
}
