import type { SourceStatus } from '@/lib/contracts/source-status';
import { stateOfFailure } from './judge-upstream';
import type { MeshPorts } from './mesh-ports';
import type { TracingPort } from './ports';
import type { SourceLedger } from './source-ledger';
import { isUpstreamFailure, type UpstreamFailure } from './upstream-failure';

/** Nobody needs traces for most answers: then this is how old the last word may be. */
const ASK_EVERY_SECONDS = 30;

/** By the ledger, of which a process has one: of the port everybody may have a mask of their own. */
const askedAt = new WeakMap<SourceLedger, number>();

/** How the tracing backend was when it was asked last. No answer waits for it; a look that is due begins here. */
export function describeTracing(ports: MeshPorts): SourceStatus {
  const { tracing, ledger, nowSeconds } = ports;
  if (tracing === undefined)
    return ledger.note('tracing', 'notConfigured', 'Set TELLTALE_JAEGER_URL or TELLTALE_TEMPO_URL.');
  if (nowSeconds() - (askedAt.get(ledger) ?? -Infinity) >= ASK_EVERY_SECONDS) void look(ports, tracing);
  return ledger.last('tracing') ?? ledger.note('tracing', 'degraded', 'It has not answered yet.');
}

async function look(ports: MeshPorts, tracing: TracingPort): Promise<void> {
  askedAt.set(ports.ledger, ports.nowSeconds());
  try {
    await tracing.services();
    noteTracing(ports, undefined);
  } catch (error) {
    // A defect of ours shows where traces are asked for.
    if (isUpstreamFailure(error)) noteTracing(ports, error);
  }
}

/** Remembers how the backend was when somebody asked it for traces. */
export function noteTracing(ports: MeshPorts, failure: UpstreamFailure | undefined): SourceStatus {
  const { tracing, ledger, nowSeconds } = ports;
  if (tracing === undefined) return describeTracing(ports);
  askedAt.set(ledger, nowSeconds());
  if (failure === undefined) return ledger.note('tracing', 'ok');
  return ledger.note('tracing', stateOfFailure(failure), failure.publicMessage);
}
