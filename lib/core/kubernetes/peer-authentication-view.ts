import type { Labels } from './field-reader';
import { viewObject, type ObjectView, type Viewed } from './object-view';

export type PeerMode = 'UNSET' | 'DISABLE' | 'PERMISSIVE' | 'STRICT';
const MODES: readonly PeerMode[] = ['UNSET', 'DISABLE', 'PERMISSIVE', 'STRICT'];

export interface PeerAuthenticationView extends ObjectView {
  /** Empty means the whole namespace, or the mesh in the root namespace. */
  readonly selector: Labels;
  /** `UNSET` inherits. */
  readonly mode: PeerMode;
  /** By the workload's own port, not the service's. */
  readonly modeByPort: ReadonlyMap<number, PeerMode>;
  /** What of its spec cannot be read; absent when all can. */
  readonly malformed?: string;
}

/** Reads security.istio.io PeerAuthentication, any version. A mode that cannot be read counts as unset, with a problem. */
export function viewPeerAuthentication(object: unknown): Viewed<PeerAuthenticationView> {
  const viewed = viewObject(object, (fields, whole) => {
    const spec = fields.object(whole['spec'], 'spec') ?? {};
    const selector = fields.object(spec['selector'], 'spec.selector');
    const modeByPort = new Map<number, PeerMode>();
    for (const [port, value] of Object.entries(
      fields.object(spec['portLevelMtls'], 'spec.portLevelMtls') ?? {},
    )) {
      const path = `spec.portLevelMtls[${JSON.stringify(port.slice(0, 20))}]`;
      const entry = fields.object(value, path);
      if (/^\d{1,5}$/.test(port))
        modeByPort.set(Number(port), fields.word(entry?.['mode'], `${path}.mode`, MODES) ?? 'UNSET');
      else fields.refuse(path, 'must be named by a port number');
    }
    return {
      selector: fields.labels(selector?.['matchLabels'], 'spec.selector.matchLabels'),
      mode:
        fields.word(fields.object(spec['mtls'], 'spec.mtls')?.['mode'], 'spec.mtls.mode', MODES) ?? 'UNSET',
      modeByPort,
    };
  });
  const broken = viewed.problems.find(({ path }) => path.startsWith('spec'));
  if (viewed.view === undefined || broken === undefined) return viewed;
  // Half of a policy may say the opposite of the whole, a lost selector that it is for everybody.
  return { ...viewed, view: { ...viewed.view, malformed: `${broken.path} ${broken.message}` } };
}
