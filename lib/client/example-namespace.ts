import type { NamespacesAnswer } from '@/lib/contracts/namespaces';

/** A namespace for an example: a chosen one, else the first whose pods are in the mesh. */
export function chooseExampleNamespace(
  chosen: 'all' | readonly string[],
  known: NamespacesAnswer | undefined,
): string {
  if (chosen !== 'all') return chosen[0] ?? 'default';
  const inMesh = known?.namespaces.find(
    ({ dataPlane }) => dataPlane === 'sidecar' || dataPlane === 'ambient',
  );
  return inMesh?.name ?? 'default';
}
