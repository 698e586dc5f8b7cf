import type { DecidedMode } from './mtls-mode';
import { isCaptured, type PodShape } from './pod-shape';
import type { Resolution } from './resolution';
import { modeAt } from './resolve-policies';

const NOT_GOVERNED = {
  none: ['NONE', 'No proxy stands before it, so that no policy has an effect.'],
  gateway: [
    'NONE',
    "A gateway's listeners follow the TLS settings of its own Gateway; no PeerAuthentication governs them.",
  ],
  waypoint: ['STRICT', 'A waypoint takes nothing but HBONE, which is mutual TLS.'],
  unknown: ['UNKNOWN', 'Its pods cannot be read, so it is not known whether it has a proxy.'],
} as const;

/** What pods accept on one of their ports, or on any that is not named: what policies say, where a proxy obeys them. */
export function judgePods(shape: PodShape, resolution: Resolution, port?: number): DecidedMode {
  const { proxy } = shape;
  if (proxy !== 'sidecar' && proxy !== 'ambient') {
    const [mode, reason] = NOT_GOVERNED[proxy];
    return { mode, decidedBy: { kind: 'DataPlane', level: 'proxy', reason } };
  }
  const said = modeAt(resolution, port);
  if (proxy === 'ambient') return said.mode === 'DISABLE' ? withoutDisable(said) : said;
  if (port === undefined || isCaptured(shape.capture, port)) return said;
  const reason = `Port ${port} bypasses the proxy, so that no policy has an effect on it.`;
  return { mode: 'NONE', decidedBy: { kind: 'DataPlane', level: 'proxy', reason } };
}

/** ztunnel always takes its tunnel: only STRICT makes a difference. */
function withoutDisable({ decidedBy }: DecidedMode): DecidedMode {
  const reason = `${decidedBy.reason} In ambient mode DISABLE switches nothing off: ztunnel accepts both.`;
  return { mode: 'PERMISSIVE', decidedBy: { ...decidedBy, reason } };
}
