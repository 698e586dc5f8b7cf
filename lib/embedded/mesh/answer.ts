export type Protocol = 'http' | 'grpc' | 'tcp';

/** What a caller gets: an HTTP status, and with gRPC a status of its own. TCP has neither. */
export interface Answer {
  readonly isOk: boolean;
  readonly code: string;
  readonly grpcStatus?: string;
}

const GRPC_UNAVAILABLE = '14';
/** How proxies tell gRPC clients of an HTTP status. Everything else is UNKNOWN. */
const GRPC_OF_HTTP: Readonly<Record<string, string>> = {
  400: '13',
  401: '16',
  403: '7',
  404: '12',
  429: '14',
  502: '14',
  503: '14',
  504: '14',
};

export function succeed(protocol: Protocol): Answer {
  if (protocol === 'tcp') return { isOk: true, code: '' };
  return protocol === 'grpc' ? grpcAnswer('0') : { isOk: true, code: '200' };
}

/** An answer that a proxy makes by itself: to gRPC clients it says 200 and a status. */
export function answerByProxy(protocol: Protocol, code: string, grpcStatus?: string): Answer {
  if (protocol === 'tcp') return { isOk: false, code: '' };
  if (protocol === 'grpc') return grpcAnswer(grpcStatus ?? GRPC_OF_HTTP[code] ?? '2');
  return { isOk: Number(code) < 400, code };
}

/** A failure of the application's own; the world writes gRPC statuses and HTTP codes alike. */
export function failByItself(protocol: Protocol, code: string): Answer {
  if (protocol === 'tcp') return { isOk: false, code: '' };
  const isGrpcStatus = Number(code) <= 16;
  if (protocol === 'grpc') return grpcAnswer(isGrpcStatus ? code : (GRPC_OF_HTTP[code] ?? '2'));
  const status = isGrpcStatus ? (code === GRPC_UNAVAILABLE ? '503' : '500') : code;
  return { isOk: Number(status) < 400, code: status };
}

/** What a caller answers that cannot do without a call that failed. */
export function failForOthers(protocol: Protocol): Answer {
  return failByItself(protocol, protocol === 'grpc' ? GRPC_UNAVAILABLE : '500');
}

/** What the server's proxy notes when the client goes away before the answer. */
export function abandoned(): Answer {
  return { isOk: false, code: '0' };
}

function grpcAnswer(grpcStatus: string): Answer {
  return { isOk: grpcStatus === '0', code: '200', grpcStatus };
}
