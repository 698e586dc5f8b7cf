import type { OpenedPolicyPart } from '@/lib/client/find-policy-part';
import type { PolicyPart } from '@/lib/client/policy-view';
import type { ObservedPoliciesAnswer } from '@/lib/contracts/observed-policies';
import { PairDetails } from './pair-details';
import { RuleDetails } from './rule-details';
import { WorkloadDetails } from './workload-details';

export interface PolicyDetailsProps {
  readonly opened: OpenedPolicyPart;
  readonly answer: ObservedPoliciesAnswer;
  readonly onOpen: (part: PolicyPart) => void;
}

/** What is opened beside the list. */
export function PolicyDetails({ opened, answer, onOpen }: PolicyDetailsProps) {
  switch (opened.kind) {
    case 'workload':
      return <WorkloadDetails workload={opened.workload} answer={answer} onOpen={onOpen} />;
    case 'pair':
      return <PairDetails edges={opened.edges} answer={answer} />;
    case 'rule':
      return <RuleDetails permission={opened.permission} answer={answer} />;
  }
}
