import { linkToEdge } from '@/lib/client/policy-links';
import { endName } from '@/lib/client/policy-words';
import type { ObservedPoliciesAnswer, ObservedPolicyEdge } from '@/lib/contracts/observed-policies';
import { EdgeVerdict } from './edge-verdict';
import classes from './policy.module.css';
import { OwnLink } from '@/components/ui/own-link';

/** More than these are not told of at once. */
const MOST_EDGES = 40;

/** The edges between a caller and a callee, each with its verdict, its identity and what was seen. */
export function PairDetails({
  edges,
  answer,
}: {
  readonly edges: readonly ObservedPolicyEdge[];
  readonly answer: ObservedPoliciesAnswer;
}) {
  return (
    <div data-testid="pair-details">
      {edges.slice(0, MOST_EDGES).map((edge) => (
        <EdgeVerdict
          key={edge.id}
          edge={edge}
          permissions={answer.permissions}
          title={
            <div className={classes.line}>
              {edges.length === 1 ? null : (
                <strong>
                  {endName(edge.source)} → {endName(edge.target)}
                </strong>
              )}
              <span className={classes.dim}>{edge.protocol}</span>
              <OwnLink href={linkToEdge(edge, answer)}>Show it in the graph</OwnLink>
            </div>
          }
        />
      ))}
      {edges.length > MOST_EDGES ? (
        <p className={classes.dim}>
          {edges.length - MOST_EDGES} more: unfold the namespaces and choose a workload.
        </p>
      ) : null}
    </div>
  );
}
