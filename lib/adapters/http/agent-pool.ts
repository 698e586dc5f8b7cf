import http from 'node:http';
import https from 'node:https';
import { sameTls, type TlsSettings } from './tls-settings';

/** Connections that are kept for the next request. */
export const MOST_FREE_SOCKETS = 4;

/** Hands out one keep-alive agent, replaced when certificates rotate. */
export interface AgentPool {
  agentFor(tls: TlsSettings): http.Agent;
  close(): void;
}

/** @param maxSockets bound on connections to the one upstream this pool serves */
export function createAgentPool(protocol: 'http:' | 'https:', maxSockets: number): AgentPool {
  let current: { tls: TlsSettings; agent: http.Agent } | undefined;
  const options: http.AgentOptions = {
    keepAlive: true,
    keepAliveMsecs: 15_000,
    maxSockets,
    maxFreeSockets: MOST_FREE_SOCKETS,
    scheduling: 'lifo',
  };

  function create(tls: TlsSettings): http.Agent {
    if (protocol === 'http:') return new http.Agent(options);
    return new https.Agent({
      ...options,
      ...(tls.ca !== undefined && { ca: tls.ca }),
      ...(tls.cert !== undefined && { cert: tls.cert }),
      ...(tls.key !== undefined && { key: tls.key }),
      ...(tls.serverName !== undefined && { servername: tls.serverName }),
      ...(tls.insecure === true && { rejectUnauthorized: false }),
    });
  }

  return {
    agentFor(tls) {
      if (current !== undefined && sameTls(current.tls, tls)) return current.agent;
      // The old agent is only dropped, not destroyed: exchanges under way finish on their own sockets.
      current = { tls, agent: create(tls) };
      return current.agent;
    },
    close() {
      current?.agent.destroy();
      current = undefined;
    },
  };
}
