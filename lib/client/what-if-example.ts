/** A policy that lets nobody in: what a person may begin with. */
export function writeDenyAll(namespace: string): string {
  return [
    'apiVersion: security.istio.io/v1',
    'kind: AuthorizationPolicy',
    'metadata:',
    '  name: deny-all',
    `  namespace: ${namespace}`,
    'spec:',
    '  # DENY is asked before ALLOW, and an empty rule matches every call: nobody is let in.',
    '  action: DENY',
    '  rules:',
    '    - {}',
    '',
  ].join('\n');
}
