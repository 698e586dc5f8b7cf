/** How the pods of a namespace join the mesh, as its labels say. */
export type DataPlane = 'sidecar' | 'ambient' | 'none';

/**
 * Reads a namespace's labels. `istio-injection` decides over a revision label, as in
 * https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/
 */
export function readDataPlane(labels: Readonly<Record<string, string>>): DataPlane {
  const injection = labels['istio-injection'];
  if (injection === 'enabled') return 'sidecar';
  if (labels['istio.io/dataplane-mode'] === 'ambient') return 'ambient';
  if (injection === 'disabled') return 'none';
  return labels['istio.io/rev'] === undefined ? 'none' : 'sidecar';
}
