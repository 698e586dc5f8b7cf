import type { PeerAuthenticationView } from '../kubernetes/peer-authentication-view';

/** The policy as YAML for `kubectl apply`. */
export function printPolicy(policy: PeerAuthenticationView, version = 'v1'): string {
  const { namespace = 'default', name, selector, mode, modeByPort } = policy;
  const labels = Object.entries(selector).sort();
  const ports = [...modeByPort].sort(([a], [b]) => a - b);
  return [
    `apiVersion: security.istio.io/${version}`,
    'kind: PeerAuthentication',
    'metadata:',
    `  name: ${quote(name)}`,
    `  namespace: ${quote(namespace)}`,
    'spec:',
    ...(labels.length === 0 ? [] : ['  selector:', '    matchLabels:']),
    ...labels.map(([label, value]) => `      ${quote(label)}: ${quote(value)}`),
    '  mtls:',
    `    mode: ${mode}`,
    ...(ports.length === 0 ? [] : ['  portLevelMtls:']),
    ...ports.flatMap(([port, own]) => [`    ${port}:`, `      mode: ${own}`]),
    '',
  ].join('\n');
}

/** Words that YAML takes for something else than a text, in whatever case. */
const NO_TEXT = /^(true|false|yes|no|on|off|y|n|null)$/i;

function quote(text: string): string {
  const isPlain = /^[A-Za-z][\w./-]*$/.test(text) && !NO_TEXT.test(text);
  return isPlain ? text : JSON.stringify(text);
}
