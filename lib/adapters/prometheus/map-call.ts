import type {
  CalledService,
  Call,
  Party,
  Protocol,
  Reporter,
  Security,
} from '@/lib/core/telemetry/traffic-sample';
import type { LabelSet } from './parse-answer';

/** A label's value; undefined when absent, empty or `unknown`, which all say that nothing is known. */
export function readLabel(labels: LabelSet, name: string): string | undefined {
  const value = Object.hasOwn(labels, name) ? labels[name] : undefined;
  return value === undefined || value === '' || value === 'unknown' ? undefined : value;
}

function withoutAbsent<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}

function readParty(labels: LabelSet, prefix: 'source' | 'destination'): Party {
  return withoutAbsent<Party>({
    cluster: readLabel(labels, `${prefix}_cluster`),
    namespace: readLabel(labels, `${prefix}_workload_namespace`),
    workload: readLabel(labels, `${prefix}_workload`),
    app: readLabel(labels, `${prefix}_canonical_service`),
    version: readLabel(labels, `${prefix}_canonical_revision`),
    principal: readLabel(labels, `${prefix}_principal`),
  });
}

function readReporter(text: string | undefined): Reporter | undefined {
  return text === 'source' || text === 'destination' || text === 'waypoint' ? text : undefined;
}

function readProtocol(text: string | undefined): Protocol | undefined {
  return text === 'http' || text === 'grpc' || text === 'tcp' ? text : undefined;
}

/** The call a label set names, or the reason why it names none. */
export function mapCall(labels: LabelSet): Call | { readonly reason: string } {
  const reporter = readReporter(readLabel(labels, 'reporter'));
  if (reporter === undefined) return { reason: 'the reporter is none of source, destination and waypoint' };
  const protocol = readProtocol(readLabel(labels, 'request_protocol'));
  if (protocol === undefined) return { reason: 'the protocol is none of http, grpc and tcp' };
  return {
    reporter,
    source: readParty(labels, 'source'),
    service: withoutAbsent<CalledService>({
      host: readLabel(labels, 'destination_service'),
      name: readLabel(labels, 'destination_service_name'),
      namespace: readLabel(labels, 'destination_service_namespace'),
    }),
    destination: readParty(labels, 'destination'),
    protocol,
  };
}

/**
 * Envoy's source reports never know the connection's security; ztunnel's (always tcp) do, and never say `none`.
 * So at a source only ztunnel's "mutual" counts: nothing there proves plaintext.
 */
export function mapSecurity(labels: LabelSet): Security {
  const policy = readLabel(labels, 'connection_security_policy');
  const atSource = readLabel(labels, 'reporter') === 'source';
  if (policy === 'mutual_tls')
    return atSource && readLabel(labels, 'request_protocol') !== 'tcp' ? 'unknown' : 'mutual';
  return policy === 'none' && !atSource ? 'plaintext' : 'unknown';
}

/** More than any mesh carries in a second, in requests or bytes; sums of what is below stay finite. */
const LARGEST_RATE = 1e15;

/** Why a value cannot be a rate; undefined when it can. */
export function refuseRate(value: number): string | undefined {
  if (Number.isNaN(value)) return 'the value is not a number';
  if (!Number.isFinite(value)) return 'the value is infinite';
  if (value > LARGEST_RATE) return 'the rate is larger than any real one';
  return value < 0 ? 'the rate is negative' : undefined;
}
