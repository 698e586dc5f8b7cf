import type { ObservedPolicyEdge } from '@/lib/contracts/observed-policies';
import { writeCsv } from './export/csv';
import { deciderText, endName, identityText } from './policy-words';
import type { PermissionRow, PolicyRow } from './policy-rows';

/** The workloads that are shown, for a spreadsheet; what is not known is an empty cell. */
export function writePolicyCsv(rows: readonly PolicyRow[]): string {
  return writeCsv(
    ['namespace', 'name', 'proxy', 'coverage', 'reason', 'policies', 'callers', 'refused', 'findings'],
    rows.map(({ workload, policies, callers, refused }) => [
      workload.namespace,
      workload.name,
      workload.proxy,
      workload.coverage,
      workload.reason,
      policies,
      callers,
      refused,
      workload.findings.map(({ message }) => message).join(' '),
    ]),
  );
}

/** The edges of the matrix. */
export function writeEdgesCsv(edges: readonly ObservedPolicyEdge[]): string {
  return writeCsv(
    [
      'caller',
      'callee',
      'protocol',
      'ratePerSecond',
      'unit',
      'declared',
      'decidedBy',
      'missing',
      'identities',
      'observed',
      'refusedShare',
      'agreement',
      'guard',
      'reason',
    ],
    edges.map(({ source, target, protocol, rate, unit, declared, observed, agreement, guard }) => [
      endName(source),
      endName(target),
      protocol,
      rate,
      unit,
      declared.verdict,
      declared.by.map(deciderText).join('; '),
      declared.needs.join(' '),
      declared.identities.map(identityText).join(' '),
      observed.state,
      observed.refusedShare,
      agreement,
      guard,
      declared.reason,
    ]),
  );
}

/** The rules of ALLOW policies, a line for each source that they name. */
export function writePermissionsCsv(rows: readonly PermissionRow[]): string {
  return writeCsv(
    ['namespace', 'name', 'rule', 'says', 'use', 'missing', 'sourceField', 'source', 'sourceUse'],
    rows.flatMap(({ permission: { namespace, name, rule, says, use, needs, sources } }) => {
      const base = [namespace, name, rule + 1, says, use, needs.join(' ')];
      if (sources.length === 0) return [[...base, undefined, undefined, undefined]];
      return sources.map((source) => [...base, source.field, source.value, source.use]);
    }),
  );
}
