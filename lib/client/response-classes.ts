import type { GraphEdge } from '@/lib/contracts/graph';

/** How many of an edge's responses are of one kind, per second. */
export interface ResponseClass {
  readonly name: string;
  readonly rate: number;
  readonly kind: 'good' | 'client' | 'server';
}

const ORDER = [
  '1xx',
  '2xx',
  '3xx',
  'OK',
  '4xx',
  'status 1-16',
  'transport failure',
  '5xx',
  'no response',
  'unknown',
];

/** Responses by class, in the order of the classes: `2xx`, `4xx`, `no response`; of gRPC `OK` and what is not. */
export function classifyResponses(
  edges: readonly Pick<GraphEdge, 'protocol' | 'unit' | 'responses'>[],
): ResponseClass[] {
  const rates = new Map<string, number>();
  for (const { protocol, unit, responses } of edges) {
    if (unit !== 'requests') continue;
    for (const { code, rate } of responses) {
      const name = nameClass(protocol, code);
      rates.set(name, (rates.get(name) ?? 0) + rate);
    }
  }
  return ORDER.flatMap((name) => {
    const rate = rates.get(name) ?? 0;
    return rate > 0 ? [{ name, rate, kind: kindOf(name) }] : [];
  });
}

function nameClass(protocol: GraphEdge['protocol'], code: string): string {
  if (code === '-') return 'no response';
  if (protocol === 'grpc') {
    if (code === '0') return 'OK';
    if (/^([1-9]|1[0-6])$/.test(code)) return 'status 1-16';
    return /^[45]\d\d$/.test(code) ? 'transport failure' : 'unknown';
  }
  return /^[1-5]\d\d$/.test(code) ? `${code.charAt(0)}xx` : 'unknown';
}

function kindOf(name: string): ResponseClass['kind'] {
  if (name === '4xx') return 'client';
  return ['5xx', 'no response', 'status 1-16', 'transport failure'].includes(name) ? 'server' : 'good';
}
