import type { IncomingMessage, ServerResponse } from 'node:http';
import { toStatus, unknownPathError } from '../kubernetes/api-error';
import { isAnswerFault, type FaultServer } from './fault';
import type { ArmedFault, FaultSwitches } from './fault-switches';
import { peekBody, readRequestText, type RequestText } from './request-text';
import { makeRewrite, rewriteJson, type Rewrite } from './rewrite-answer';
import { answers, sendFault } from './send-fault';
import { shapeBody, type BodyShape } from './shape-body';
import { isInGroup, WatchKeeper } from './watch-keeper';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** The same handler, with the faults that are switched on for this server. Without any it is called as it was. */
export function withFaults(handler: Handler, switches: FaultSwitches, server: FaultServer): Handler {
  const keeper = new WatchKeeper(switches, server);

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked =
      request.method === 'POST' && switches.readsBodies(server) ? await peekBody(request) : { request };
    const text = readRequestText(asked.request, readForm(asked));
    const skewMs = switches.skewMs(server);
    if (skewMs !== 0) response.setHeader('date', new Date(Date.now() + skewMs).toUTCString());
    const armed = switches.matching(server, text);
    await pause(armed, response);
    if (response.destroyed) return;
    const shape = readShape(armed, text);
    if (shape !== undefined) {
      // A packed body could not be changed.
      delete asked.request.headers['accept-encoding'];
      shapeBody(response, shape);
    }
    for (const one of armed) {
      if (!isAnswerFault(one.fault) || !answers(one.fault, text)) continue;
      one.use();
      if (!asked.request.complete) response.setHeader('connection', 'close');
      return sendFault(response, one.fault, server, text);
    }
    if (isGroupMissing(armed, text)) return sendMissing(response);
    if (text.isWatch) keeper.follow(response, text);
    handler(asked.request, response);
  }

  return (request, response) => {
    serve(request, response).catch(() => response.destroy());
  };
}

function readForm({ request, body }: { request: IncomingMessage; body?: Buffer }): string {
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  return isForm && body !== undefined ? body.toString('utf8') : '';
}

async function pause(armed: readonly ArmedFault[], response: ServerResponse): Promise<void> {
  let pauseMs = 0;
  for (const one of armed) {
    if (one.fault.kind !== 'delay') continue;
    one.use();
    pauseMs += one.fault.ms;
  }
  if (pauseMs === 0) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, pauseMs);
    response.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** What happens to the body; undefined for nothing. A watch never ends, so only its pace can be changed. */
function readShape(armed: readonly ArmedFault[], { isWatch }: RequestText): BodyShape | undefined {
  const rewrites: Rewrite[] = [];
  let dripEveryMs: number | undefined;
  let cut: BodyShape['cut'];
  for (const one of armed) {
    const { fault } = one;
    const rewrite = makeRewrite(fault);
    if (fault.kind === 'drip') dripEveryMs = fault.everyMs;
    else if (fault.kind === 'truncate' && !isWatch) cut = fault.how ?? 'end';
    else if (rewrite !== undefined && !isWatch) rewrites.push(rewrite);
    else continue;
    one.use();
  }
  if (dripEveryMs === undefined && cut === undefined && rewrites.length === 0) return undefined;
  return {
    ...(dripEveryMs === undefined ? {} : { dripEveryMs }),
    ...(cut === undefined ? {} : { cut }),
    ...(rewrites.length === 0 ? {} : { rewrite: (body) => rewriteJson(body, rewrites) }),
  };
}

function isGroupMissing(armed: readonly ArmedFault[], { path }: RequestText): boolean {
  return armed.some(
    ({ fault }) => fault.kind === 'missingGroups' && fault.groups.some((group) => isInGroup(path, group)),
  );
}

function sendMissing(response: ServerResponse): void {
  const missing = unknownPathError();
  response.writeHead(missing.code, { 'content-type': 'application/json' });
  response.end(JSON.stringify(toStatus(missing)));
}
