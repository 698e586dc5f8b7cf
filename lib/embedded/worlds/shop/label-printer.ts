import type { KubernetesObject } from '../../kubernetes/object-store';
import { HTTP } from '../application-recipe';
import { service, serviceAccount } from '../object-recipes';
import { FULFILMENT, MAKER } from './shop-names';

const NAME = 'label-printer';
const LABELS = { app: NAME, version: 'v1' };

/**
 * A pod that has run since before injection was switched on, under a ReplicaSet that has found nothing to do since: no
 * proxy, in a namespace where everything else has one. Deleting the pod gives it one.
 */
export function labelPrinter(startedAt: Date): KubernetesObject[] {
  const metadata = { namespace: FULFILMENT, creationTimestamp: startedAt.toISOString(), labels: LABELS };
  const spec = {
    serviceAccountName: NAME,
    containers: [{ name: NAME, image: `${MAKER}/${NAME}:v1`, ports: [{ containerPort: 8080 }] }],
  };
  return [
    serviceAccount(FULFILMENT, NAME, startedAt, { app: NAME }),
    service({
      namespace: FULFILMENT,
      name: NAME,
      startedAt,
      labels: { app: NAME },
      selector: { app: NAME },
      ports: [HTTP],
    }),
    {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: { ...metadata, name: NAME },
      spec: {
        replicas: 1,
        selector: { matchLabels: LABELS },
        template: { metadata: { labels: LABELS }, spec },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { ...metadata, name: `${NAME}-w7m4d`, generateName: `${NAME}-` },
      spec: { ...spec, nodeName: 'node-b', restartPolicy: 'Always' },
      status: runningStatus(startedAt),
    },
  ];
}

function runningStatus(startedAt: Date): Readonly<Record<string, unknown>> {
  const since = startedAt.toISOString();
  // Far from the addresses that controllers hand out first.
  const podIP = '10.244.200.17';
  return {
    phase: 'Running',
    podIP,
    podIPs: [{ ip: podIP }],
    startTime: since,
    qosClass: 'Burstable',
    conditions: ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready'].map((type) => ({
      type,
      status: 'True',
      lastTransitionTime: since,
    })),
    containerStatuses: [
      {
        name: NAME,
        image: `${MAKER}/${NAME}:v1`,
        imageID: '',
        ready: true,
        started: true,
        restartCount: 0,
        state: { running: { startedAt: since } },
      },
    ],
  };
}
