/** A policy that lets nobody in: what a person may begin with. */
export function writeDenyAll(namespace: string): string {
  return [
    'apiVersion: security.istio.io/v1',
    'kind: AuthorizationPolicy',
    'metadata:',
    '  name: deny-all',
    `  namespace: ${namespace}`,
    '# An ALLOW policy without rules: nobody is let in.',
    'spec: {}',
    '',
  ].join('\n');
}
