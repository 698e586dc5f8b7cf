import type {
  MeshPosture,
  MtlsAnswer,
  NamespacePosture,
  ServicePosture,
  WorkloadPosture,
} from '@/lib/contracts/mtls';
import type { MtlsPart } from './mtls-view';

/** What a link opens, with all that the answer knows of it. */
export type OpenedPart =
  | { readonly kind: 'mesh'; readonly entry: MeshPosture }
  | { readonly kind: 'namespace'; readonly entry: NamespacePosture }
  | { readonly kind: 'service'; readonly entry: ServicePosture }
  | { readonly kind: 'workload'; readonly entry: WorkloadPosture };

/** The part of an answer that a link names; undefined when it is not there, or not any more. */
export function findOpened(answer: MtlsAnswer, part: MtlsPart): OpenedPart | undefined {
  if (part.kind === 'mesh') return { kind: 'mesh', entry: answer.mesh };
  const isIt = ({ namespace, name }: { namespace: string; name: string }) =>
    namespace === part.namespace && name === part.name;
  switch (part.kind) {
    case 'namespace': {
      const entry = answer.namespaces.find(isIt);
      return entry && { kind: 'namespace', entry };
    }
    case 'service': {
      const entry = answer.services.find(isIt);
      return entry && { kind: 'service', entry };
    }
    case 'workload': {
      const entry = answer.workloads.find(isIt);
      return entry && { kind: 'workload', entry };
    }
  }
}
