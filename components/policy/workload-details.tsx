import { DetailSection } from '@/components/ui/detail-section';
import { linkToNode } from '@/lib/client/policy-links';
import { keyOfEnd } from '@/lib/client/policy-matrix';
import { edgesByCallee } from '@/lib/client/policy-rows';
import type { PolicyPart } from '@/lib/client/policy-view';
import { endName, seenText } from '@/lib/client/policy-words';
import { makeVisible } from '@/lib/client/visible-text';
import type {
  ObservedPoliciesAnswer,
  ObservedPolicyWorkload,
  PolicyFinding,
} from '@/lib/contracts/observed-policies';
import { AppliedPolicies } from './applied-policies';
import { PermissionList } from './permission-list';
import { CoverageMark, VerdictMark } from './policy-marks';
import classes from './policy.module.css';
import { OwnLink } from '@/components/ui/own-link';

const WEIGHT_WORDS: Readonly<Record<PolicyFinding['weight'], string>> = {
  problem: 'Problem',
  advice: 'Advice',
  note: 'Note',
};

export interface WorkloadDetailsProps {
  readonly workload: ObservedPolicyWorkload;
  readonly answer: ObservedPoliciesAnswer;
  readonly onOpen: (part: PolicyPart) => void;
}

/** All that is known of one workload's policies: coverage, findings, who calls, what is permitted, and every object. */
export function WorkloadDetails({ workload, answer, onOpen }: WorkloadDetailsProps) {
  const { namespace, name, coverage, reason, findings, policies } = workload;
  const edges = edgesByCallee(answer).get(`${namespace}/${name}`) ?? [];
  const own = new Set(policies.map((one) => `${one.namespace}/${one.name}`));
  const permissions = answer.permissions.filter((one) => own.has(`${one.namespace}/${one.name}`));
  return (
    <>
      <div className={classes.lead} data-testid="policy-lead">
        <CoverageMark coverage={coverage} />
        <p>{makeVisible(reason)}</p>
        <OwnLink href={linkToNode(workload, answer)}>Show it in the graph</OwnLink>
      </div>
      {findings.length === 0 ? null : (
        <DetailSection title="Findings" testId="policy-findings">
          <ul className={classes.list}>
            {findings.map(({ code, weight, message }) => (
              <li key={`${code} ${message}`} className={classes.entry} data-weight={weight} data-code={code}>
                <strong>{WEIGHT_WORDS[weight]}:</strong> {makeVisible(message)}
              </li>
            ))}
          </ul>
        </DetailSection>
      )}
      <DetailSection title="Callers" testId="policy-callers">
        {edges.length === 0 ? (
          <p className={classes.dim}>
            {answer.isTrafficKnown
              ? 'Nobody was seen to call it in this window.'
              : 'Not known: Prometheus cannot be asked.'}
          </p>
        ) : (
          <ul className={classes.list}>
            {edges.map((edge) => (
              <li key={edge.id} className={classes.entry}>
                <div className={classes.line}>
                  <button
                    type="button"
                    className={classes.link}
                    onClick={() =>
                      onOpen({
                        kind: 'pair',
                        caller: keyOfEnd(edge.source, answer.cluster),
                        callee: keyOfEnd(edge.target, answer.cluster),
                      })
                    }
                  >
                    {endName(edge.source)}
                  </button>
                  <VerdictMark verdict={edge.declared.verdict} />
                  <span className={classes.dim}>
                    {edge.protocol}, {seenText(edge)}
                  </span>
                </div>
              </li>
            ))}
          </ul>
        )}
      </DetailSection>
      {permissions.length === 0 ? null : (
        <DetailSection title="What its ALLOW policies let in" testId="policy-permissions">
          <PermissionList permissions={permissions} />
        </DetailSection>
      )}
      <DetailSection title="Every object that is for it" testId="policy-objects">
        <AppliedPolicies key={`${namespace}/${name}`} subject={{ kind: 'workload', namespace, name }} />
      </DetailSection>
    </>
  );
}
