import type { GraphEdge } from '@/lib/contracts/graph';

/** Rates by name; a rate of nothing is left out. */
export type Rates = Record<string, number>;

/** Rates of a node from its inbound and outbound edges: `httpIn`, `httpIn5xx`, `grpcInErr`, `tcpOut` and so on. */
export function sumRates(inbound: readonly GraphEdge[], outbound: readonly GraphEdge[]): Rates {
  const rates: Rates = {};
  const add = (name: string, rate: number) => {
    if (rate > 0) rates[name] = (rates[name] ?? 0) + rate;
  };
  for (const { protocol, rate, unit, responses } of inbound) {
    add(`${protocol}In`, rate);
    if (unit !== 'requests') continue;
    for (const response of responses) {
      const failure = nameFailure(protocol, response.code);
      if (failure !== undefined) add(`${protocol}In${failure}`, response.rate);
    }
  }
  for (const { protocol, rate } of outbound) add(`${protocol}Out`, rate);
  return rates;
}

function nameFailure(protocol: GraphEdge['protocol'], code: string): string | undefined {
  if (protocol === 'tcp') return undefined;
  if (code === '-') return 'NoResponse';
  if (protocol === 'http') return /^[345]\d\d$/.test(code) ? `${code.charAt(0)}xx` : undefined;
  if (/^\d{3}$/.test(code)) return /^[45]/.test(code) ? 'Err' : undefined;
  return code === '0' || code === '' || code === 'unknown' ? undefined : 'Err';
}
