import type { DestinationRuleView } from '../kubernetes/destination-rule-view';
import type { PeerAuthenticationView } from '../kubernetes/peer-authentication-view';
import type { TrafficSample } from '../telemetry/traffic-sample';
import { DEFAULT_SETTINGS } from './mesh-settings';
import { indexMtls, type MtlsContext } from './mtls-context';
import type { MtlsFacts } from './mtls-facts';
import type { MtlsService, MtlsWorkload } from './mtls-workload';
import { observe } from './sample-arrivals';
import { service, workload } from './sample-policies';

/** A small mesh, for tests: `shop/api`, called by `front/web`, unless told otherwise. */
export interface SampleScene {
  readonly policies?: readonly PeerAuthenticationView[];
  readonly rules?: readonly DestinationRuleView[];
  readonly workloads?: readonly MtlsWorkload[];
  /** By default one for each workload, of its name. */
  readonly services?: readonly MtlsService[];
  /** What was seen; absent where nobody looks. */
  readonly traffic?: readonly TrafficSample[];
  readonly more?: Partial<MtlsFacts>;
}

export const API = workload('shop/api');
export const WEB = workload('front/web');

export function contextOf(scene: SampleScene): MtlsContext {
  const { policies = [], rules = [], workloads = [API, WEB], services, traffic, more } = scene;
  const facts: MtlsFacts = {
    settings: DEFAULT_SETTINGS,
    settingsFrom: { kind: 'configMap', reason: '' },
    policies,
    policySight: { known: true },
    rules,
    routedSubsets: new Map(),
    workloads,
    services: services ?? workloads.map(({ namespace, name }) => service(`${namespace}/${name}`)),
    namespaces: new Map(),
    ...more,
  };
  return indexMtls(facts, traffic === undefined ? undefined : observe(traffic));
}
