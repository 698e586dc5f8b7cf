/** The name of cluster, user and context in the kubeconfig of the embedded cluster. */
export const demoContextName = 'telltale-demo';

/**
 * A kubeconfig (YAML) for the embedded API. Clients that refuse plain http unless told so (`@kubernetes/client-node`)
 * find `insecure-skip-tls-verify`. kubectl sends tokens over https only.
 */
export function writeKubeconfig(url: string, options: { token?: string; namespace?: string } = {}): string {
  // JSON strings are valid YAML scalars, whatever they hold.
  const quote = (text: string): string => JSON.stringify(text);
  const user = options.token === undefined ? '{}' : `{ token: ${quote(options.token)} }`;
  return [
    'apiVersion: v1',
    'kind: Config',
    `current-context: ${demoContextName}`,
    'clusters:',
    `  - name: ${demoContextName}`,
    `    cluster: { server: ${quote(url)}, insecure-skip-tls-verify: true }`,
    'users:',
    `  - name: ${demoContextName}`,
    `    user: ${user}`,
    'contexts:',
    `  - name: ${demoContextName}`,
    `    context: { cluster: ${demoContextName}, user: ${demoContextName}, namespace: ${quote(options.namespace ?? 'default')} }`,
    '',
  ].join('\n');
}
