import { viewDestinationRule, type DestinationRuleView } from '../kubernetes/destination-rule-view';
import type { Labels } from '../kubernetes/field-reader';
import { viewPeerAuthentication, type PeerAuthenticationView } from '../kubernetes/peer-authentication-view';
import type { MtlsService, MtlsWorkload } from './mtls-workload';
import { CAPTURES_ALL, type PodShape, type ProxyKind } from './pod-shape';

// Makers of policies, rules and workloads, for tests.

const DAY_MS = 86_400_000;

/** The n-th day of a year. */
export function day(n: number): string {
  return new Date(Date.parse('2026-01-01T00:00:00Z') + n * DAY_MS).toISOString();
}

export interface SamplePolicy {
  readonly mode?: string;
  readonly select?: Labels;
  readonly ports?: Readonly<Record<string, string>>;
  /** Day of its making. */
  readonly age?: number;
}

/** A PeerAuthentication at `namespace/name`. */
export function policy(
  place: string,
  { mode, select, ports, age = 0 }: SamplePolicy = {},
): PeerAuthenticationView {
  return rawPolicy(
    place,
    {
      ...(mode === undefined ? {} : { mtls: { mode } }),
      ...(select === undefined ? {} : { selector: { matchLabels: select } }),
      ...(ports === undefined
        ? {}
        : {
            portLevelMtls: Object.fromEntries(
              Object.entries(ports).map(([port, own]) => [port, { mode: own }]),
            ),
          }),
    },
    age,
  );
}

/** The same with a spec as it is written. */
export function rawPolicy(place: string, spec: unknown, age = 0): PeerAuthenticationView {
  return readSample(place, spec, age, viewPeerAuthentication);
}

/** A DestinationRule at `namespace/name`. */
export function rule(place: string, spec: object, age = 0): DestinationRuleView {
  return readSample(place, spec, age, viewDestinationRule);
}

function readSample<T>(
  place: string,
  spec: unknown,
  age: number,
  view: (object: unknown) => { view: T | undefined },
): T {
  const [namespace, name] = place.split('/');
  const read = view({ metadata: { namespace, name, creationTimestamp: day(age) }, spec }).view;
  if (read === undefined) throw new Error(`${place} cannot be read.`);
  return read;
}

export function pods(proxy: ProxyKind, more: Partial<PodShape> = {}): PodShape {
  return {
    count: 1,
    labels: { app: 'api' },
    proxy,
    capture: CAPTURES_ALL,
    announcesMtls: proxy === 'sidecar',
    takesTunnel: false,
    ports: [],
    ...more,
  };
}

/** A workload at `namespace/name` whose pods have its name as their label `app`. */
export function workload(place: string, ...shapes: readonly PodShape[]): MtlsWorkload {
  const [namespace = '', name = ''] = place.split('/');
  const labels = { app: name };
  const own = shapes.length > 0 ? shapes : [pods('sidecar')];
  return {
    namespace,
    name,
    labels,
    shapes: own.map((shape) => ({ ...shape, labels: { ...shape.labels, ...labels } })),
  };
}

/** A Service at `namespace/name` that selects the app of its name; by default HTTP at 80 for 8080. */
export function service(place: string, more: Partial<MtlsService> = {}): MtlsService {
  const [namespace = '', name = ''] = place.split('/');
  return {
    namespace,
    name,
    selector: { app: name },
    ports: [{ port: 80, name: 'http', target: 8080 }],
    headless: false,
    ...more,
  };
}
