import type {
  Coverage,
  ObservedPoliciesAnswer,
  ObservedPolicyEdge,
  ObservedPolicyWorkload,
  PermissionUse,
  PolicyPermission,
} from '@/lib/contracts/observed-policies';
import { proxyWords } from './mtls-words';
import { printPolicyPart, type policyFindingChoices } from './policy-view';
import {
  coverageOrder,
  coverageWords,
  needsText,
  permissionUseOrder,
  permissionUseWords,
} from './policy-words';
import { makeVisible } from './visible-text';

/** One workload as the table of policies shows it. Texts are safe to show. */
export interface PolicyRow {
  /** As an address opens it. */
  readonly id: string;
  readonly name: string;
  readonly namespace: string;
  readonly proxy: string;
  readonly coverage: Coverage;
  readonly coverageWord: string;
  /** 0 needs a person first. */
  readonly rank: number;
  readonly reason: string;
  /** `ALLOW shop/x, DENY shop/y (shadowed)`. */
  readonly policies: string;
  readonly policyCount: number;
  /** Undefined where traffic is not known. */
  readonly callers: number | undefined;
  /** How many of the edges to it were refused, as a whole or in part; undefined where traffic is not known. */
  readonly refused: number | undefined;
  readonly problems: number;
  /** Findings in sentences. */
  readonly notes: string;
  readonly workload: ObservedPolicyWorkload;
}

const EFFECT_WORDS = {
  applies: '',
  partly: ' (in part)',
  dryRun: ' (dry run)',
  shadowed: ' (shadowed)',
  noEffect: ' (no effect)',
  malformed: ' (malformed)',
} as const;

/** The edges of an answer by the workload of this cluster that they lead to, as `namespace/name`. */
export function edgesByCallee({ edges, cluster }: ObservedPoliciesAnswer): Map<string, ObservedPolicyEdge[]> {
  const found = new Map<string, ObservedPolicyEdge[]>();
  for (const edge of edges) {
    const { kind, namespace, name, cluster: place } = edge.target;
    if (kind !== 'workload' || (cluster !== undefined && place !== undefined && place !== cluster)) continue;
    const key = `${namespace ?? ''}/${name ?? ''}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, [edge]);
    else known.push(edge);
  }
  return found;
}

/** The workloads of an answer, by namespace and name. */
export function listPolicyRows(answer: ObservedPoliciesAnswer): PolicyRow[] {
  const byCallee = edgesByCallee(answer);
  return answer.workloads.map((workload) => {
    const { namespace, name, proxy, coverage, reason, policies, callers, findings } = workload;
    const edges = byCallee.get(`${namespace}/${name}`) ?? [];
    const refused = edges.filter(
      ({ observed: { state } }) => state === 'refused' || state === 'partlyRefused',
    );
    return {
      id: printPolicyPart({ kind: 'workload', namespace, name }),
      name: makeVisible(name),
      namespace: makeVisible(namespace),
      proxy: proxyWords[proxy],
      coverage,
      coverageWord: coverageWords[coverage],
      rank: coverageOrder.indexOf(coverage),
      reason: makeVisible(reason),
      policies: policies
        .map(({ says, effect, namespace: place, name: own }) =>
          makeVisible(`${says.split(',')[0] ?? ''} ${place}/${own}${EFFECT_WORDS[effect]}`),
        )
        .join(', '),
      policyCount: policies.length,
      callers: answer.isTrafficKnown ? callers : undefined,
      refused: answer.isTrafficKnown ? refused.length : undefined,
      problems: findings.filter(({ weight }) => weight === 'problem').length,
      notes: findings.map(({ message }) => makeVisible(message)).join(' '),
      workload,
    };
  });
}

export interface PolicyFilters {
  readonly q: string;
  readonly coverage: Coverage | null;
  readonly finding: (typeof policyFindingChoices)[number] | null;
}

/** Rows that a person asked for: those of these kinds that hold all of these words, in any column. */
export function filterPolicyRows(rows: readonly PolicyRow[], filters: PolicyFilters): PolicyRow[] {
  const { coverage, finding } = filters;
  return rows.filter(
    (row) =>
      (coverage === null || row.coverage === coverage) &&
      (finding === null ||
        row.workload.findings.some(({ weight }) => finding === 'any' || weight === finding)) &&
      hasWords(
        filters.q,
        [`${row.namespace}/${row.name}`, row.proxy, row.coverageWord, row.policies, row.notes].join(' '),
      ),
  );
}

/** Whether a text holds all words that are searched for. */
export function hasWords(search: string, text: string): boolean {
  const searched = text.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => searched.includes(word));
}

/** One rule of an ALLOW policy as the table of permissions shows it. */
export interface PermissionRow {
  readonly id: string;
  /** `shop/x, rule 1`. */
  readonly name: string;
  readonly says: string;
  readonly use: PermissionUse;
  readonly useWord: string;
  readonly rank: number;
  /** Whom it names and nothing that was seen used. */
  readonly unused: string;
  readonly unusedCount: number;
  readonly missing: string;
  readonly edges: number;
  readonly permission: PolicyPermission;
}

/** The rules of all ALLOW policies; those that nothing used first, then by name. */
export function listPermissionRows({ permissions }: ObservedPoliciesAnswer): PermissionRow[] {
  return permissions
    .map((permission): PermissionRow => {
      const { namespace, name, rule, says, use, needs, edges, sources } = permission;
      const unused = sources.filter((source) => source.use === 'unused');
      return {
        id: printPolicyPart({ kind: 'rule', namespace, name, rule }),
        name: `${makeVisible(`${namespace}/${name}`)}, rule ${rule + 1}`,
        says: makeVisible(says),
        use,
        useWord: permissionUseWords[use],
        rank: use === 'used' && unused.length > 0 ? 0.5 : permissionUseOrder.indexOf(use),
        unused: unused.map(({ value }) => makeVisible(value)).join(', '),
        unusedCount: unused.length,
        missing: needsText(needs),
        edges: edges.length,
        permission,
      };
    })
    .toSorted((a, b) => a.rank - b.rank);
}

export function filterPermissionRows(
  rows: readonly PermissionRow[],
  { q, use }: { readonly q: string; readonly use: PermissionUse | null },
): PermissionRow[] {
  return rows.filter(
    (row) =>
      (use === null || row.use === use || row.permission.sources.some((source) => source.use === use)) &&
      hasWords(q, [row.name, row.says, row.useWord, row.missing].join(' ')),
  );
}
