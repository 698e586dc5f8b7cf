import { judgePods } from './judge-pods';
import type { MtlsContext } from './mtls-context';
import { targetOf, type MtlsWorkload } from './mtls-workload';
import type { PolicyIndex } from './index-policies';
import { placeOf } from './policy-trail';
import { resolvePolicies } from './resolve-policies';
import { rulesTowards } from './rules-towards';

/** A DestinationRule whose clients would be refused. */
export interface RuleInTheWay {
  /** As `namespace/name`. */
  readonly rule: string;
  readonly reason: string;
}

/** DestinationRules by which clients would not send mutual TLS to what is to become STRICT, whether or not anybody calls. */
export function findRulesInTheWay(
  context: MtlsContext,
  then: PolicyIndex,
  affected: readonly MtlsWorkload[],
): RuleInTheWay[] {
  if ((context.facts.rules?.length ?? 0) === 0) return [];
  const services = new Set(affected.flatMap((workload) => context.servicesOf(workload)));
  const names = new Set(affected);
  const found = new Map<string, RuleInTheWay>();
  for (const service of services) {
    const behind = context.podsOf(service).filter(({ workload }) => names.has(workload));
    for (const { rule, mode, port, clientNamespaces } of rulesTowards(context, service)) {
      if (mode === 'ISTIO_MUTUAL') continue;
      const isRefused = behind.some(({ shape }) => {
        if (shape.proxy !== 'sidecar') return false;
        const judged = (index: PolicyIndex) => {
          const resolution = resolvePolicies(index, { namespace: service.namespace, labels: shape.labels });
          return judgePods(shape, resolution, targetOf(port, shape)).mode;
        };
        return judged(then) === 'STRICT' && judged(context.index) !== 'STRICT';
      });
      if (!isRefused) continue;
      const who =
        clientNamespaces.length === 1
          ? `clients in ${clientNamespaces[0]}`
          : `clients in ${clientNamespaces.length} namespaces`;
      const reason = `DestinationRule ${placeOf(rule)} makes ${who} use ${mode} towards ${service.namespace}/${service.name}: whoever follows it would be refused, though nobody was seen to.`;
      found.set(placeOf(rule), { rule: placeOf(rule), reason });
    }
  }
  return [...found.values()];
}
