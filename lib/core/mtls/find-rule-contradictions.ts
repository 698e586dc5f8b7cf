import type { Contradiction } from './contradiction';
import { judgePods } from './judge-pods';
import type { MtlsContext } from './mtls-context';
import type { MtlsMode } from './mtls-mode';
import { targetOf, type MtlsService } from './mtls-workload';
import { placeOf } from './policy-trail';
import { resolvePolicies } from './resolve-policies';
import { rulesTowards, type RuleTowards } from './rules-towards';

/** DestinationRules that cannot go with what a service accepts, whether or not anybody calls. */
export function findRuleContradictions(context: MtlsContext, service: MtlsService): Contradiction[] {
  const { namespace } = service;
  const behind = context.podsOf(service);
  const found = rulesTowards(context, service).flatMap((towards) => {
    const modes = behind
      .filter(({ shape }) => shape.proxy === 'sidecar' || shape.proxy === 'none')
      .map(({ shape }) => {
        const resolution = resolvePolicies(context.index, { namespace, labels: shape.labels });
        return judgePods(shape, resolution, targetOf(towards.port, shape)).mode;
      });
    return judge(towards, new Set(modes), service);
  });
  return [...new Map(found.map((one) => [`${one.code} ${one.message}`, one])).values()];
}

function judge(towards: RuleTowards, modes: ReadonlySet<MtlsMode>, service: MtlsService): Contradiction[] {
  const { mode } = towards;
  if (mode === 'ISTIO_MUTUAL') {
    const refusing = (['DISABLE', 'NONE'] as const).filter((one) => modes.has(one));
    return refusing.map((server) =>
      tell(
        'disableButClientInsists',
        towards,
        service,
        server === 'DISABLE' ? 'switches it off' : 'has no proxy that takes it',
      ),
    );
  }
  return modes.has('STRICT') ? [tell('ruleAgainstStrict', towards, service, 'is STRICT')] : [];
}

function tell(
  code: Contradiction['code'],
  { rule, mode, port, subset, clientNamespaces }: RuleTowards,
  { namespace, name }: MtlsService,
  server: string,
): Contradiction {
  const who =
    clientNamespaces.length > 3 ? `${clientNamespaces.length} namespaces` : clientNamespaces.join(', ');
  const where = subset === undefined ? `port ${port.port}` : `subset ${subset} on port ${port.port}`;
  return {
    code,
    weight: 'problem',
    message: `DestinationRule ${placeOf(rule)} makes clients in ${who} use ${mode} towards ${where}, and ${namespace}/${name} ${server}: such calls fail.`,
    objects: [{ kind: 'DestinationRule', namespace: rule.namespace ?? 'default', name: rule.name }],
  };
}
