import type { MtlsRequest } from '@/lib/contracts/mtls-request';
import type { PlaintextHistory } from '@/lib/contracts/plaintext-history';
import type { Warning } from '@/lib/contracts/source-status';
import { printDuration } from '@/lib/core/mesh/duration';
import { groupBy } from '@/lib/core/mesh/group-by';
import { compareText } from '@/lib/core/mesh/compare-text';
import { joinKey } from '@/lib/core/mesh/join-key';
import { succeed, type Outcome } from '@/lib/core/mesh/problem';
import { chooseInstant } from './choose-instant';
import { describeSources } from './describe-sources';
import { findLongest } from './limit-cost';
import type { MeshPorts } from './mesh-ports';
import type { CallHistory, TelemetryPort } from './ports';
import { tellWarning } from './tell-reading';
import { isUpstreamFailure, type UpstreamFailure } from './upstream-failure';

/** The longest first: as far back as Prometheus has anything. */
const LOOK_BACKS_SECONDS = [86_400, 21_600, 3_600] as const;
/** More namespaces than this are asked about all at once. */
const MOST_PLACES = 5;
const STEPS = 96;
const SHORTEST_STEP_SECONDS = 60;

/**
 * When plaintext last arrived, and from whom, as the server's side tells it: for how long traffic has been clean. Looks
 * back a day, or as far as Prometheus has samples. `windowSeconds` of the request does not count.
 */
export async function getPlaintextHistory(
  ports: MeshPorts,
  request: MtlsRequest,
  signal?: AbortSignal,
): Promise<Outcome<PlaintextHistory>> {
  const { telemetry } = ports;
  if (telemetry === undefined) return succeed(nothingKnown(ports, request));
  try {
    const instant = await chooseInstant(telemetry, request.atSeconds, signal);
    if (!instant.ok) return instant;
    const { atSeconds } = instant.value;
    const { namespaces } = request;
    const load = {
      unprotected: true as const,
      atSeconds,
      ...(namespaces === undefined ? {} : { namespaces }),
      ...(signal === undefined ? {} : { signal }),
    };
    const longest = ports.probe === undefined ? undefined : await findLongest(ports.probe, load);
    const lookBackSeconds = await findLookBack(telemetry, longest, atSeconds, signal);
    if (lookBackSeconds === undefined) return succeed(nothingKnown(ports, request));
    const stepSeconds = Math.max(SHORTEST_STEP_SECONDS, Math.ceil(lookBackSeconds / STEPS));
    const isMany = namespaces === undefined || namespaces.length > MOST_PLACES;
    const places = isMany ? [undefined] : namespaces;
    const readings = await Promise.all(
      places.flatMap((namespace) =>
        [{}, { protocol: 'tcp' as const }].map((only) =>
          telemetry.readHistory({
            calls: {
              ...only,
              unprotected: true,
              ...(namespace === undefined ? {} : { destination: { namespace } }),
            },
            startSeconds: atSeconds - lookBackSeconds + stepSeconds,
            endSeconds: atSeconds,
            stepSeconds,
            windowSeconds: stepSeconds,
            ...(signal === undefined ? {} : { signal }),
          }),
        ),
      ),
    );
    return succeed({
      at: atSeconds,
      lookBackSeconds,
      stepSeconds,
      workloads: listWorkloads(readings.flatMap(({ series }) => series)).filter(
        ({ namespace }) => namespaces === undefined || namespaces.includes(namespace),
      ),
      sources: describeSources(ports, undefined),
      warnings: [
        ...warnOfShortening(lookBackSeconds, longest),
        ...readings.flatMap(({ warnings }) => warnings.map(tellWarning)),
      ],
      queries: readings.flatMap(({ queries }) =>
        queries.map((query) => ({ purpose: 'plaintext', ...query })),
      ),
    });
  } catch (error) {
    if (!isUpstreamFailure(error) || error.kind === 'canceled') throw error;
    return succeed(nothingKnown(ports, request, error));
  }
}

function nothingKnown(ports: MeshPorts, { atSeconds }: MtlsRequest, failure?: UpstreamFailure) {
  return {
    at: atSeconds ?? ports.nowSeconds(),
    stepSeconds: SHORTEST_STEP_SECONDS,
    workloads: [],
    sources: describeSources(ports, failure),
    warnings: [],
    queries: [],
  };
}

function warnOfShortening(lookBackSeconds: number, longest = Number.POSITIVE_INFINITY): Warning[] {
  // Prometheus may have nothing of what lies further back.
  const isShorter = LOOK_BACKS_SECONDS.find((back) => back <= longest) === lookBackSeconds;
  if (longest >= LOOK_BACKS_SECONDS[0] || !isShorter) return [];
  const message = `There are so many calls without mutual TLS that only the last ${printDuration(lookBackSeconds)} are looked at. Choose namespaces to look further back.`;
  return [{ code: 'look-back-shortened', message }];
}

/** The longest affordable time back of whose first twelfth anything of the mesh is known; undefined where nothing is at all. */
async function findLookBack(
  telemetry: TelemetryPort,
  longest: number | undefined,
  atSeconds: number,
  signal: AbortSignal | undefined,
): Promise<number | undefined> {
  for (const back of LOOK_BACKS_SECONDS) {
    if (longest !== undefined && back > longest) continue;
    const start = atSeconds - back;
    const known = await telemetry.knownNamespaces(start, start + back / 12, signal);
    if (known.length > 0) return back;
  }
  const recent = await telemetry.knownNamespaces(atSeconds - 600, atSeconds, signal);
  return recent.length > 0 ? 600 : undefined;
}

interface Seen {
  readonly place: { readonly namespace: string; readonly name: string };
  readonly caller: { readonly namespace?: string; readonly name?: string };
  readonly firstSeen: number;
  readonly lastSeen: number;
}

function listWorkloads(series: readonly CallHistory[]): PlaintextHistory['workloads'] {
  const seen = series.flatMap(readSeries);
  const byPlace = groupBy(seen, ({ place }) => joinKey(place.namespace, place.name));
  return [...byPlace.values()]
    .flatMap((own) => {
      const [first] = own;
      if (first === undefined) return [];
      return [
        {
          ...first.place,
          lastSeen: Math.max(...own.map(({ lastSeen }) => lastSeen)),
          callers: listCallers(own),
        },
      ];
    })
    .sort((a, b) => compareText(a.namespace, b.namespace) || compareText(a.name, b.name));
}

function readSeries({ source, destination, points }: CallHistory): Seen[] {
  const { namespace, workload: name } = destination;
  const times = points.filter(({ perSecond }) => perSecond > 0).map(({ atSeconds }) => atSeconds);
  if (namespace === undefined || name === undefined || times.length === 0) return [];
  const caller =
    source.workload === undefined
      ? {}
      : {
          name: source.workload,
          ...(source.namespace === undefined ? {} : { namespace: source.namespace }),
        };
  return [
    { place: { namespace, name }, caller, firstSeen: Math.min(...times), lastSeen: Math.max(...times) },
  ];
}

function listCallers(seen: readonly Seen[]): PlaintextHistory['workloads'][number]['callers'] {
  const byName = groupBy(seen, ({ caller }) => joinKey(caller.namespace, caller.name));
  return [...byName.values()]
    .flatMap((own) => {
      const [first] = own;
      if (first === undefined) return [];
      return [
        {
          ...first.caller,
          firstSeen: Math.min(...own.map(({ firstSeen }) => firstSeen)),
          lastSeen: Math.max(...own.map(({ lastSeen }) => lastSeen)),
        },
      ];
    })
    .sort((a, b) => b.lastSeen - a.lastSeen || compareText(a.name ?? '', b.name ?? ''));
}
