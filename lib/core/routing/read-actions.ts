import type { FieldReader } from '../kubernetes/field-reader';
import { asObject, type JsonObject } from '../kubernetes/json';
import type { ProblemLog } from './problem-log';
import type {
  HeaderChange,
  PlannedFault,
  PlannedRedirect,
  PlannedResponse,
  PlannedRetries,
  PlannedRewrite,
} from './route-plan';

// What a VirtualService's HTTP rule does with requests besides sending them somewhere.

/** Faults are injected by the client's proxy; without a percentage never. */
export function readFaults(
  fields: FieldReader,
  log: ProblemLog,
  value: unknown,
  path: string,
): PlannedFault[] {
  const fault = fields.object(value, path) ?? {};
  const delay = fields.object(fault['delay'], `${path}.delay`);
  const abort = fields.object(fault['abort'], `${path}.abort`);
  const faults: PlannedFault[] = [];
  if (delay !== undefined) {
    const at = `${path}.delay`;
    const value = fields.text(delay['fixedDelay'], `${at}.fixedDelay`) ?? 'no time';
    // Delays may still use the older whole number.
    const share = readPercentage(fields, delay, at) ?? readPercent(fields, delay['percent'], `${at}.percent`);
    faults.push({ kind: 'delay', value, share: share ?? 0, path: at });
    if (share === undefined) warnOfFault(log, at, 'delay');
  }
  if (abort !== undefined) {
    const at = `${path}.abort`;
    const share = readPercentage(fields, abort, at);
    faults.push({ kind: 'abort', value: readStatus(fields, abort, at), share: share ?? 0, path: at });
    if (share === undefined) warnOfFault(log, at, 'abort');
  }
  return faults;
}

function warnOfFault(log: ProblemLog, path: string, kind: string): void {
  log.add('fault-without-percentage', path, `The ${kind} names no percentage: it is never injected.`);
}

function readStatus(fields: FieldReader, abort: JsonObject, path: string): string {
  const grpc = fields.text(abort['grpcStatus'], `${path}.grpcStatus`);
  if (grpc !== undefined) return `gRPC ${grpc}`;
  const http2 = fields.text(abort['http2Error'], `${path}.http2Error`);
  if (http2 !== undefined) return `HTTP/2 ${http2}`;
  return String(fields.count(abort['httpStatus'], `${path}.httpStatus`) ?? 'no status');
}

/** `percentage.value` as a share; undefined where there is no percentage. */
export function readPercentage(fields: FieldReader, holder: JsonObject, path: string, field = 'percentage') {
  const percentage = fields.object(holder[field], `${path}.${field}`);
  if (percentage === undefined) return undefined;
  // Without a value it is the number's zero.
  return readPercent(fields, percentage['value'], `${path}.${field}.value`) ?? 0;
}

/** 0 to 100 as a share; undefined where it is absent or cannot be read. */
export function readPercent(fields: FieldReader, value: unknown, path: string): number | undefined {
  if (value === undefined || value === null) return undefined;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number) || number < 0 || number > 100)
    return fields.refuse(path, 'must be a number from 0 to 100');
  return number / 100;
}

/** Null leaves it to the mesh's default. */
export function readRetries(fields: FieldReader, value: unknown, path: string): PlannedRetries | null {
  const retries = fields.object(value, path);
  if (retries === undefined) return null;
  return {
    attempts: fields.count(retries['attempts'], `${path}.attempts`) ?? 0,
    perTryTimeout: fields.text(retries['perTryTimeout'], `${path}.perTryTimeout`) ?? null,
    retryOn: fields.text(retries['retryOn'], `${path}.retryOn`) ?? null,
    path,
  };
}

export function readRedirect(fields: FieldReader, value: unknown, path: string): PlannedRedirect | null {
  const redirect = fields.object(value, path);
  if (redirect === undefined) return null;
  const port = fields.count(redirect['port'], `${path}.port`);
  return {
    status: fields.count(redirect['redirectCode'], `${path}.redirectCode`) || 301,
    target: printTarget({
      scheme: fields.text(redirect['scheme'], `${path}.scheme`),
      host: fields.text(redirect['authority'], `${path}.authority`),
      port,
      uri: fields.text(redirect['uri'], `${path}.uri`),
    }),
    path,
  };
}

/** Where a redirect leads; `*` stands for what stays. */
export function printTarget(target: {
  scheme: string | undefined;
  host: string | undefined;
  port: number | undefined;
  uri: string | undefined;
}): string {
  const { scheme = '*', host = '*', port, uri = '/*' } = target;
  return `${scheme}://${host}${port === undefined ? '' : `:${port}`}${uri.startsWith('/') ? uri : `/${uri}`}`;
}

export function readRewrite(fields: FieldReader, value: unknown, path: string): PlannedRewrite | null {
  const rewrite = fields.object(value, path);
  if (rewrite === undefined) return null;
  const regex = fields.object(rewrite['uriRegexRewrite'], `${path}.uriRegexRewrite`);
  const pattern = fields.text(regex?.['match'], `${path}.uriRegexRewrite.match`);
  const replacement = fields.text(regex?.['rewrite'], `${path}.uriRegexRewrite.rewrite`) ?? '';
  const uri = fields.text(rewrite['uri'], `${path}.uri`) ?? null;
  return {
    authority: fields.text(rewrite['authority'], `${path}.authority`) ?? null,
    uri: pattern === undefined ? uri : `${pattern} → ${replacement}`,
    path,
  };
}

export function readDirectResponse(
  fields: FieldReader,
  value: unknown,
  path: string,
): PlannedResponse | null {
  const response = fields.object(value, path);
  if (response === undefined) return null;
  return { status: fields.count(response['status'], `${path}.status`) ?? 0, path };
}

/** What is done to headers of requests and responses. */
export function readHeaders(fields: FieldReader, value: unknown, path: string): HeaderChange[] {
  const headers = fields.object(value, path) ?? {};
  return (['request', 'response'] as const).flatMap((of) => {
    const at = `${path}.${of}`;
    const changes = fields.object(headers[of], at) ?? {};
    const named = (['set', 'add'] as const).flatMap((operation) =>
      Object.entries(fields.labels(changes[operation], `${at}.${operation}`)).map(
        ([name, value]): HeaderChange => ({ of, operation, name, value, path: `${at}.${operation}.${name}` }),
      ),
    );
    const removed = fields
      .texts(changes['remove'], `${at}.remove`)
      .map((name): HeaderChange => ({ of, operation: 'remove', name, path: `${at}.remove` }));
    return [...named, ...removed];
  });
}

/** What else a rule declares, in words. */
export function readOthers(route: JsonObject): string[] {
  return Object.keys(asObject(route['corsPolicy'])).length > 0 ? ['CORS policy'] : [];
}
