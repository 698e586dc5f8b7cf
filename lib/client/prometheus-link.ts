/**
 * Where Prometheus' own page shows an expression as a table at an instant. Every part is percent-encoded. `publicUrl` is
 * an address for browsers, with or without a path; `atSeconds` is Unix time.
 */
export function prometheusLink(publicUrl: string, expression: string, atSeconds: number): string {
  const moment = new Date(atSeconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
  const query = new URLSearchParams({ 'g0.expr': expression, 'g0.tab': '1', 'g0.moment_input': moment });
  return `${publicUrl.replace(/\/+$/, '')}/graph?${query}`;
}
