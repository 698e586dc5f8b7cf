/** How a proxy takes what comes in on a port: as requests, as bytes, or as it finds out. */
export type PortProtocol = 'http' | 'tcp' | 'auto';

const HTTP = new Set(['http', 'http2', 'grpc', 'grpc-web', 'kubernetes.io/h2c', 'kubernetes.io/ws']);
const TCP = new Set(['tcp', 'tls', 'https', 'mongo', 'mysql', 'redis', 'kubernetes.io/wss']);

/** The protocol that a Service declares for a port: by its appProtocol, else by the name's beginning. */
export function portProtocol(name: string | undefined, appProtocol: string | undefined): PortProtocol {
  if (appProtocol !== undefined) return classify(appProtocol.toLowerCase()) ?? 'auto';
  const text = (name ?? '').toLowerCase();
  const [prefix = ''] = text.split('-');
  return (text.startsWith('grpc-web') ? 'http' : classify(prefix)) ?? 'auto';
}

function classify(word: string): PortProtocol | undefined {
  if (HTTP.has(word)) return 'http';
  return TCP.has(word) ? 'tcp' : undefined;
}
