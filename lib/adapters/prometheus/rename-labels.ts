import { ISTIO_LABELS, type IstioNames } from '@/lib/core/telemetry/istio-names';
import type { LabelSet } from './parse-answer';

/** Turns this Prometheus' label names back into Istio's; other labels stay. Undefined where they are Istio's. */
export function createRenamer({ labels }: IstioNames): ((set: LabelSet) => LabelSet) | undefined {
  const renamed = new Map<string, string>(
    ISTIO_LABELS.filter((label) => labels[label] !== label).map((label) => [labels[label], label]),
  );
  if (renamed.size === 0) return undefined;
  return (set) =>
    Object.fromEntries(Object.entries(set).map(([name, value]) => [renamed.get(name) ?? name, value]));
}
