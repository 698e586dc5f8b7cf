import { DetailSection } from '@/components/ui/detail-section';
import { linkToEdge } from '@/lib/client/policy-links';
import { endName, seenText } from '@/lib/client/policy-words';
import type { ObservedPoliciesAnswer, PolicyPermission } from '@/lib/contracts/observed-policies';
import { PermissionList } from './permission-list';
import { PolicyYaml } from './policy-yaml';
import classes from './policy.module.css';
import { OwnLink } from '@/components/ui/own-link';

const USE_SENTENCES: Readonly<Record<PolicyPermission['use'], string>> = {
  used: 'Calls that were let in in this window fit it.',
  unused:
    'No call that was seen in this window fits it. That says nothing about other times: a longer window tells more.',
  undecidable: 'Calls were let in that may fit it: proxies do not report what it asks for.',
  unobeyed: 'No proxy goes by its policy.',
  unknown: 'What was called is not known, or not all of it was looked at.',
};

/** One rule of an ALLOW policy: what it lets in, whether anything used it, and where it stands. */
export function RuleDetails({
  permission,
  answer,
}: {
  readonly permission: PolicyPermission;
  readonly answer: ObservedPoliciesAnswer;
}) {
  const { namespace, name, rule, use } = permission;
  const edges = answer.edges.filter(({ id }) => permission.edges.includes(id));
  return (
    <>
      <div className={classes.lead} data-testid="rule-lead">
        <p>{USE_SENTENCES[use]}</p>
      </div>
      <PermissionList permissions={[permission]} />
      <PolicyYaml
        key={`${namespace}/${name}`}
        object={{ kind: 'AuthorizationPolicy', namespace, name }}
        rules={[rule]}
      />
      {edges.length === 0 ? null : (
        <DetailSection title={use === 'used' ? 'Who uses it, or may' : 'Who may use it'} testId="rule-edges">
          <ul className={classes.list}>
            {edges.map((edge) => (
              <li key={edge.id} className={classes.entry}>
                <OwnLink href={linkToEdge(edge, answer)}>
                  {endName(edge.source)} → {endName(edge.target)}
                </OwnLink>{' '}
                <span className={classes.dim}>{seenText(edge)}</span>
              </li>
            ))}
          </ul>
        </DetailSection>
      )}
    </>
  );
}
