import { describe, expect, it } from 'vitest';
import { classifyResponses } from './response-classes';

const response = (code: string, rate: number) => ({ code, flags: '-', host: 'h', rate });

describe('classifyResponses', () => {
  it('adds up codes of a class over edges, in order', () => {
    const edges = [
      { protocol: 'http', unit: 'requests', responses: [response('503', 1), response('200', 6)] },
      {
        protocol: 'http',
        unit: 'requests',
        responses: [response('204', 2), response('-', 3), response('404', 4)],
      },
    ] as const;
    expect(classifyResponses(edges.map((edge) => ({ ...edge, responses: [...edge.responses] })))).toEqual([
      { name: '2xx', rate: 8, kind: 'good' },
      { name: '4xx', rate: 4, kind: 'client' },
      { name: '5xx', rate: 1, kind: 'server' },
      { name: 'no response', rate: 3, kind: 'server' },
    ]);
  });

  it('tells gRPC statuses from failures below gRPC', () => {
    const responses = [response('0', 5), response('14', 1), response('503', 2), response('what', 1)];
    expect(
      classifyResponses([{ protocol: 'grpc', unit: 'requests', responses }]).map(({ name }) => name),
    ).toEqual(['OK', 'status 1-16', 'transport failure', 'unknown']);
  });

  it('has nothing to say of bytes and messages', () => {
    expect(classifyResponses([{ protocol: 'tcp', unit: 'bytes', responses: [response('-', 5)] }])).toEqual(
      [],
    );
    expect(
      classifyResponses([{ protocol: 'grpc', unit: 'messages', responses: [response('unknown', 5)] }]),
    ).toEqual([]);
  });
});
