import fc from 'fast-check';
import type { CalledService, Party, TrafficSample } from '../telemetry/traffic-sample';

/** Namespaces of whoever asks begin with `own`, all others with `foreign`; every name begins as its namespace does. */
export const OWN: ReadonlySet<string> = new Set(['own-a', 'own-b']);
const NAMESPACES = [...OWN, 'foreign-a', 'foreign-b', 'foreign-c'] as const;

const strip = <T extends object>(fields: object): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
const optional = <T>(arb: fc.Arbitrary<T>) => fc.option(arb, { nil: undefined, freq: 5 });

const placed: fc.Arbitrary<Party> = fc
  .record({
    namespace: fc.constantFrom(...NAMESPACES),
    // Which cluster an end without one is in, is guessed from all that is known: less of it is known of a masked mesh.
    cluster: fc.constant('east'),
    workload: optional(fc.constantFrom('w1', 'w2')),
    app: optional(fc.constantFrom('x', 'y')),
    version: fc.constantFrom('v1', undefined),
    principal: optional(fc.constant('sa')),
  })
  .map(({ namespace, cluster, workload, app, version, principal }) =>
    strip<Party>({
      namespace,
      cluster,
      workload: workload && `${namespace}-${workload}`,
      app: app && `${namespace}-${app}`,
      version: version && `${namespace}-${version}`,
      principal: principal && `spiffe://cluster.local/ns/${namespace}/sa/${namespace}-${principal}`,
    }),
  );

export const arbitraryParty: fc.Arbitrary<Party> = fc.oneof(
  { weight: 6, arbitrary: placed },
  { weight: 1, arbitrary: fc.constant({}) },
);

const inCluster: fc.Arbitrary<CalledService> = fc
  .record({
    namespace: fc.constantFrom(...NAMESPACES),
    name: fc.constantFrom('s1', 's2'),
    tells: fc.constantFrom('all', 'host', 'name'),
  })
  .map(({ namespace, name, tells }) => {
    const short = `${namespace}-${name}`;
    const host = `${short}.${namespace}.svc.cluster.local`;
    if (tells === 'host') return { host, name: host };
    return tells === 'name' ? { name: short, namespace } : { host, name: short, namespace };
  });

const arbitraryService: fc.Arbitrary<CalledService> = fc.oneof(
  { weight: 6, arbitrary: inCluster },
  {
    weight: 2,
    arbitrary: fc.constantFrom<CalledService>(
      {},
      { host: 'api.example.com', name: 'api.example.com' },
      { host: '10.0.0.7:80', name: 'PassthroughCluster' },
      { name: 'BlackHoleCluster' },
      { host: 'foreign-a-s1', name: 'foreign-a-s1' },
      { host: 'foreign-a-s1.foreign-a', name: 'foreign-a-s1.foreign-a' },
    ),
  },
);

const outcome = fc.constantFrom(
  { protocol: 'http', measure: 'requests', code: '200' } as const,
  { protocol: 'http', measure: 'requests', code: '503', flags: 'UH' } as const,
  { protocol: 'grpc', measure: 'requests', code: '0' } as const,
  { protocol: 'tcp', measure: 'tcpSent' } as const,
);

/** Reports of a mesh of a few namespaces. */
export const arbitraryTraffic: fc.Arbitrary<TrafficSample[]> = fc.array(
  fc
    .record({
      reporter: fc.constantFrom('source', 'destination', 'waypoint' as const),
      source: arbitraryParty,
      service: arbitraryService,
      destination: arbitraryParty,
      outcome,
      security: fc.constantFrom('mutual', 'plaintext', 'unknown' as const),
      perSecond: fc.integer({ min: 1, max: 1000 }),
    })
    .map(({ outcome: told, destination, ...rest }): TrafficSample => {
      // Hosts of nowhere stand in no namespace, unless a workload answers to them.
      const isNowhere =
        !JSON.stringify(rest.service).includes('foreign-') && rest.service.namespace === undefined;
      const isReached = destination.workload !== undefined || destination.app !== undefined;
      return { ...rest, ...told, destination: isNowhere && !isReached ? {} : destination };
    }),
  { maxLength: 24 },
);
