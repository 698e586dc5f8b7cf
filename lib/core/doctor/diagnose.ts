import { printDuration } from '@/lib/core/mesh/duration';
import type { Diagnosis } from './diagnosis';
import type { DoctorEvidence, MetricsEvidence } from './evidence';

/** Names of one sentence; more are counted. */
const MOST_NAMES = 5;
/** A rate needs two samples; with fewer than four it often has only one. */
const SCRAPES_IN_WINDOW = 4;
const SKEW_SECONDS = 5;
const SYSTEM_NAMESPACES = new Set(['kube-system', 'kube-public', 'kube-node-lease']);

/** Says why a graph is empty or odd: causes first. An empty list means that nothing was found. */
export function diagnose(evidence: DoctorEvidence): Diagnosis[] {
  const { metrics } = evidence;
  const found = [
    ...diagnosePrometheus(evidence),
    ...(metrics === undefined ? [] : diagnoseMetrics(evidence, metrics)),
    ...diagnoseSwitches(evidence),
    ...diagnoseInjection(evidence),
    ...diagnoseCluster(evidence),
  ];
  return [...found.filter(({ weight }) => weight === 'cause'), ...found.filter(isCare)];
}

function isCare({ weight }: Diagnosis): boolean {
  return weight === 'care';
}

function diagnosePrometheus({ prometheus }: DoctorEvidence): Diagnosis[] {
  if (prometheus.state === 'ok') return [];
  if (prometheus.state === 'missing') {
    return [
      {
        code: 'prometheus-missing',
        weight: 'cause',
        finding: 'There is no Prometheus to ask.',
        evidence: 'No address is configured, and none was found in the cluster.',
        cure: 'Set TELLTALE_PROMETHEUS_URL, or install one that scrapes the proxies.',
      },
    ];
  }
  return [
    {
      code: 'prometheus-silent',
      weight: 'cause',
      finding: 'Prometheus does not answer.',
      evidence: prometheus.reason,
      cure: 'Correct the address or the credentials, or repair what is in between.',
    },
  ];
}

function diagnoseMetrics(evidence: DoctorEvidence, metrics: MetricsEvidence): Diagnosis[] {
  return [
    ...diagnoseAbsence(evidence, metrics),
    ...diagnoseOtherMesh(evidence, metrics),
    ...diagnoseLabels(evidence, metrics),
    ...diagnoseScrapes(evidence, metrics),
    ...diagnoseClocks(metrics),
  ];
}

/** Nothing is in the scope: why that is, the nearest explanation alone. */
function diagnoseAbsence({ scope }: DoctorEvidence, metrics: MetricsEvidence): Diagnosis[] {
  const { series, namespaces, namespacesAnywhere, targets, controlPlanes } = metrics;
  if (series > 0) return [];
  if (namespaces.length > 0) {
    return [
      {
        code: 'metrics-stopped',
        weight: 'cause',
        finding: 'The mesh has stopped reporting.',
        evidence: `No series of Istio's requests or TCP bytes has a sample of the last five minutes; in the last hour they named ${list(namespaces)}.`,
        cure: 'Look at the targets of Prometheus: the proxies may be gone, or scraping them fails.',
      },
    ];
  }
  if (namespacesAnywhere !== undefined && namespacesAnywhere.length > 0) {
    return [
      {
        code: 'scope-matches-nothing',
        weight: 'cause',
        finding: 'The scope matches no series.',
        evidence: `With the scope ${scope} there are no metrics of Istio; without it they name ${list(namespacesAnywhere)}.`,
        cure: 'Correct TELLTALE_PROMETHEUS_SCOPE.',
      },
    ];
  }
  if (controlPlanes > 0) {
    return [
      {
        code: 'proxies-not-scraped',
        weight: 'cause',
        finding: 'Prometheus scrapes istiod, but no proxy.',
        evidence: `${count(controlPlanes, 'series')} of istio_build name a control plane; of istio_requests_total and istio_tcp_received_bytes_total there are none of the last hour.`,
        cure: 'Let it scrape the proxies, port 15020 of the pods, path /stats/prometheus. Without any traffic in the last hour there is nothing to report either.',
      },
    ];
  }
  return [
    {
      code: 'metrics-absent',
      weight: 'cause',
      finding:
        targets > 0 ? 'This Prometheus knows nothing of Istio.' : 'This Prometheus scrapes nothing at all.',
      evidence:
        targets > 0
          ? `It scrapes ${count(targets, 'targets')}, and has neither metrics of proxies nor of istiod.`
          : 'Of up, which every target has, there are no series.',
      cure: 'It may be the wrong one: give the address of that which scrapes the mesh. Renamed metrics need TELLTALE_METRIC_NAMES.',
    },
  ];
}

/** Metrics of namespaces of which the cluster has none come from another mesh. */
function diagnoseOtherMesh({ namespaces }: DoctorEvidence, metrics: MetricsEvidence): Diagnosis[] {
  if (namespaces === undefined || namespaces.length === 0 || metrics.namespaces.length === 0) return [];
  const declared = new Set(namespaces.map(({ name }) => name));
  // The control plane's namespace has one name in every mesh.
  const reported = metrics.namespaces.filter((name) => name !== 'istio-system');
  if (reported.length === 0 || reported.some((name) => declared.has(name))) return [];
  return [
    {
      code: 'other-mesh',
      weight: 'cause',
      finding: 'Prometheus and the cluster do not belong together.',
      evidence: `The metrics name ${list(reported)}; the cluster has none of them, but ${list([...declared])}.`,
      cure: 'Choose the other Prometheus, or the other context of the kubeconfig.',
    },
  ];
}

function diagnoseLabels({ switches }: DoctorEvidence, { absentLabels }: MetricsEvidence): Diagnosis[] {
  if (absentLabels.length === 0) return [];
  const removers = switches.filter(({ removes }) => removes.some((label) => absentLabels.includes(label)));
  const blamed = removers.map(({ namespace, name }) => `${namespace}/${name}`);
  return [
    {
      code: 'labels-dropped',
      weight: 'care',
      finding: 'Labels are dropped on the way.',
      evidence: `No series of the last five minutes has ${list(absentLabels)}.${
        blamed.length === 0 ? '' : ` The Telemetry ${list(blamed)} removes them.`
      }`,
      cure:
        blamed.length === 0
          ? 'Look at the relabelling and the recording rules of Prometheus; renamed labels need TELLTALE_LABEL_NAMES.'
          : 'Take the tag overrides out of it.',
    },
  ];
}

function diagnoseScrapes({ windowSeconds }: DoctorEvidence, metrics: MetricsEvidence): Diagnosis[] {
  const { scrapeIntervalSeconds } = metrics;
  if (scrapeIntervalSeconds === undefined || scrapeIntervalSeconds * SCRAPES_IN_WINDOW <= windowSeconds)
    return [];
  const interval = printDuration(scrapeIntervalSeconds);
  return [
    {
      code: 'scrapes-too-rare',
      weight: scrapeIntervalSeconds * 2 > windowSeconds ? 'cause' : 'care',
      finding: 'Scrapes are too rare for the window.',
      evidence: `As a rule ${interval} pass between two samples, and a rate over ${printDuration(windowSeconds)} needs at least two.`,
      cure: `Choose a window of ${printDuration(scrapeIntervalSeconds * SCRAPES_IN_WINDOW)} or more, or scrape more often.`,
    },
  ];
}

function diagnoseClocks({ clockSkewSeconds }: MetricsEvidence): Diagnosis[] {
  if (Math.abs(clockSkewSeconds) < SKEW_SECONDS) return [];
  const side = clockSkewSeconds > 0 ? 'ahead of' : 'behind';
  return [
    {
      code: 'clocks-differ',
      weight: 'care',
      finding: 'Clocks differ.',
      evidence: `That of Prometheus is ${printDuration(Math.abs(clockSkewSeconds))} ${side} ours.`,
      cure: 'Graphs follow the clock of Prometheus. Set both by NTP, so that what the cluster declares fits in time.',
    },
  ];
}

function diagnoseSwitches({ switches, rootNamespace, metrics }: DoctorEvidence): Diagnosis[] {
  const off = switches.filter(({ disables }) => disables);
  if (off.length === 0) return [];
  const everywhere = off.some(({ namespace, selective }) => namespace === rootNamespace && !selective);
  const isEmpty = metrics === undefined || metrics.series === 0;
  return [
    {
      code: 'metrics-switched-off',
      weight: everywhere && isEmpty ? 'cause' : 'care',
      finding: everywhere
        ? 'A Telemetry switches metrics off in the whole mesh.'
        : 'A Telemetry switches metrics off for a part of the mesh.',
      evidence: `${list(off.map(({ namespace, name }) => `${namespace}/${name}`))} ${off.length === 1 ? 'sets' : 'set'} disabled: true for the metrics of requests.`,
      cure: 'Take the override away, or accept that those calls are not seen.',
    },
  ];
}

function diagnoseInjection({ namespaces, metrics, rootNamespace }: DoctorEvidence): Diagnosis[] {
  if (namespaces === undefined) return [];
  const own = namespaces.filter(({ name }) => !SYSTEM_NAMESPACES.has(name) && name !== rootNamespace);
  const bare = own.filter(({ dataPlane, pods }) =>
    pods === undefined ? dataPlane === 'none' : pods.total > 0 && pods.withoutProxy === pods.total,
  );
  const used = own.filter(({ pods }) => pods === undefined || pods.total > 0);
  if (bare.length === 0) return [];
  const all = bare.length === used.length;
  const isEmpty = metrics !== undefined && metrics.series === 0;
  // Labels that ask for a proxy which no pod has: the injector failed, or the pods are older than the label.
  const asked = bare.filter(({ dataPlane }) => dataPlane !== 'none').map(({ name }) => name);
  return [
    {
      code: 'namespaces-not-injected',
      weight: all && isEmpty ? 'cause' : 'care',
      finding: all ? 'No namespace is in the mesh.' : 'Some namespaces are not in the mesh.',
      evidence: `No pod has a proxy in ${list(bare.map(({ name }) => name))}.${
        asked.length === 0 ? '' : ` Their labels ask for one in ${list(asked)}.`
      }`,
      cure:
        asked.length === 0
          ? 'Label them istio-injection=enabled, or istio.io/dataplane-mode=ambient, and restart their pods; or accept that only their callers see them.'
          : 'Restart the pods that are older than the label, and look into the log of istiod.',
    },
  ];
}

function diagnoseCluster({ cluster, refusedKinds }: DoctorEvidence): Diagnosis[] {
  if (cluster.state !== 'ok') {
    return [
      {
        code: 'cluster-unknown',
        weight: 'care',
        finding: 'What is declared is not known.',
        evidence:
          cluster.state === 'silent' ? cluster.reason : 'There is no kubeconfig and no service account.',
        cure: 'Give a kubeconfig whose account may get, list and watch; the graph then also has health, mTLS and routes.',
      },
    ];
  }
  if (refusedKinds.length === 0) return [];
  return [
    {
      code: 'kinds-refused',
      weight: 'care',
      finding: 'The account may not read everything.',
      evidence: `The API refuses to list ${list(refusedKinds)}.`,
      cure: 'Allow get, list and watch of them, or set TELLTALE_NAMESPACES where it is allowed in some namespaces only.',
    },
  ];
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).join(', ');
  return names.length > MOST_NAMES ? `${shown} and ${names.length - MOST_NAMES} more` : shown;
}

function count(number: number, what: string): string {
  return `${number} ${what}`;
}
