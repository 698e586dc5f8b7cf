import { compareText } from '../mesh/compare-text';
import { joinKey } from '../mesh/join-key';
import { finish, mapInSteps, type Steps } from '../steps/steps';
import type { Contradiction } from './contradiction';
import { describeUndeclared } from './describe-undeclared';
import { findPolicyContradictions } from './find-policy-contradictions';
import { findRuleContradictions } from './find-rule-contradictions';
import { findWorkloadContradictions, type WindowSpan } from './find-workload-contradictions';
import { judgeReadiness, judgeReadinessInSteps } from './judge-readiness';
import { judgeService } from './judge-service';
import { judgeWorkload } from './judge-workload';
import { mergeReadiness } from './merge-readiness';
import type {
  MeshPosture,
  MtlsPosture,
  NamespacePosture,
  ServicePosture,
  WorkloadPosture,
} from './mtls-posture';
import type { MtlsContext } from './mtls-context';
import type { MtlsService, MtlsWorkload } from './mtls-workload';
import type { Readiness } from './readiness';
import { resolveMesh, resolveNamespace } from './resolve-policies';

export interface PostureOptions extends WindowSpan {
  /** Whose namespaces to tell of; absent means all. */
  readonly namespaces?: readonly string[];
  /** Also tell of what was called and is not declared: where not all that is declared can be read. */
  readonly alsoSeen?: boolean;
}

/** Mutual TLS of a mesh as a whole and in all its parts. The order in which facts are given means nothing. */
export function describePosture(context: MtlsContext, options: PostureOptions): MtlsPosture {
  return finish(describePostureInSteps(context, options));
}

/** The same, so that something else may run in between. */
export function* describePostureInSteps(context: MtlsContext, options: PostureOptions): Steps<MtlsPosture> {
  const { facts, index } = context;
  const isWanted = ({ namespace }: { namespace: string }) =>
    options.namespaces === undefined || options.namespaces.includes(namespace);
  const services = inOrder(facts.services.filter(isWanted));
  const rules = new Map(
    yield* mapInSteps(
      services,
      (service) => [service, findRuleContradictions(context, service)] as const,
      10,
    ),
  );
  const workloads = yield* mapInSteps(
    inOrder(facts.workloads.filter(isWanted)),
    (workload) => describeWorkload(context, workload, rules, options),
    10,
  );
  const seenOnly = options.alsoSeen === true ? describeUndeclared(context, isWanted) : NOTHING_SEEN;
  const byPlace = new Map(workloads.map((one) => [joinKey(one.namespace, one.name), one]));
  const policyNamespaces = index.all.flatMap(({ namespace = 'default' }) => ({ namespace, name: '' }));
  const places = [...workloads, ...services, ...seenOnly.workloads, ...policyNamespaces.filter(isWanted)];
  const names = places.map(({ namespace }) => namespace);
  const told = yield* mapInSteps(
    services,
    (service) => describeService(context, service, byPlace, rules.get(service) ?? []),
    10,
  );
  const namespaces = yield* mapInSteps(
    [...new Set(names)].sort(compareText),
    (name) => describeNamespace(context, name),
    1,
  );
  const mesh = yield* describeMesh(context, workloads, options);
  yield;
  return {
    mesh,
    namespaces,
    workloads: inOrder([...workloads, ...seenOnly.workloads]),
    services: inOrder([...told, ...seenOnly.services]),
  };
}

const NOTHING_SEEN = { workloads: [], services: [] };

function inOrder<T extends { readonly namespace: string; readonly name: string }>(all: readonly T[]): T[] {
  return [...all].sort((a, b) => compareText(a.namespace, b.namespace) || compareText(a.name, b.name));
}

function describeWorkload(
  context: MtlsContext,
  workload: MtlsWorkload,
  rules: ReadonlyMap<MtlsService, readonly Contradiction[]>,
  options: PostureOptions,
): WorkloadPosture {
  const { namespace, name, shapes } = workload;
  const services = context.servicesOf(workload);
  const judged = judgeWorkload(context.index, workload, services);
  const running = shapes.filter(({ count }) => count > 0);
  const count = (all: typeof shapes) => all.reduce((sum, shape) => sum + shape.count, 0);
  return {
    namespace,
    name,
    ...judged,
    pods: { total: count(running), withoutProxy: count(running.filter(({ proxy }) => proxy === 'none')) },
    ports: judged.ports.map((port) => ({
      ...port,
      // Where there is one port only, what holds for the workload holds for it.
      ...(judged.ports.length > 1 && judged.mode !== 'STRICT' && port.mode !== 'NONE'
        ? { readiness: judgeReadiness(context, { kind: 'port', workload, port: port.targetPort }) }
        : {}),
    })),
    services: services.map((service) => service.name).sort(compareText),
    ...seen(context.observed?.ofWorkload(namespace, name)),
    contradictions: [
      ...findWorkloadContradictions(context, workload, judged, options),
      ...services.flatMap((service) => rules.get(service) ?? []),
    ],
    readiness: judgeReadiness(context, { kind: 'workload', workload }),
  };
}

function describeService(
  context: MtlsContext,
  service: MtlsService,
  workloads: ReadonlyMap<string, WorkloadPosture>,
  rules: readonly Contradiction[],
): ServicePosture {
  const { namespace, name } = service;
  const judged = judgeService(context.index, service, context.workloadsIn(namespace));
  const behind = judged.workloads.flatMap((one) => workloads.get(joinKey(namespace, one)) ?? []);
  return {
    namespace,
    name,
    ...judged,
    ...seen(context.observed?.ofService(namespace, name)),
    contradictions: distinct([...behind.flatMap(({ contradictions }) => contradictions), ...rules]),
    readiness: mergeReadiness(behind.map(({ readiness }) => readiness)),
  };
}

function describeNamespace(context: MtlsContext, name: string): NamespacePosture {
  const { mode, decidedBy, trail } = resolveNamespace(context.index, name);
  const dataPlane = context.facts.namespaces.get(name);
  return {
    namespace: name,
    name,
    mode,
    decidedBy,
    trail,
    ...(dataPlane === undefined ? {} : { dataPlane }),
    ...seen(context.observed?.ofNamespace(name)),
    contradictions: findPolicyContradictions(context, name),
    readiness: judgeReadiness(context, { kind: 'namespace', namespace: name }),
  };
}

function* describeMesh(
  context: MtlsContext,
  workloads: readonly WorkloadPosture[],
  { namespaces }: PostureOptions,
): Steps<MeshPosture> {
  const { facts, index } = context;
  const { mode, decidedBy, trail } = resolveMesh(index);
  const isPartial = namespaces !== undefined;
  const readiness: Readiness = yield* judgeReadinessInSteps(context, { kind: 'mesh' }, { isPartial });
  return {
    mode,
    decidedBy,
    trail,
    rootNamespace: facts.settings.rootNamespace,
    autoMtls: facts.settings.autoMtls,
    settingsFrom: facts.settingsFrom,
    isEnforced: mode === 'STRICT' && !isPartial && workloads.every((one) => isClosed(context, one)),
    ...seen(context.observed?.all),
    contradictions: findPolicyContradictions(context, index.rootNamespace),
    readiness,
  };
}

/** STRICT, or none of the mesh's business. */
function isClosed({ facts }: MtlsContext, { mode, proxy, namespace }: WorkloadPosture): boolean {
  if (mode === 'STRICT' || proxy === 'gateway') return true;
  const plane = facts.namespaces.get(namespace);
  return mode === 'NONE' && proxy === 'none' && plane === 'none';
}

function seen<T>(observed: T | undefined): { observed?: T } {
  return observed === undefined ? {} : { observed };
}

function distinct(contradictions: readonly Contradiction[]): Contradiction[] {
  return [...new Map(contradictions.map((one) => [`${one.code} ${one.message}`, one])).values()];
}
