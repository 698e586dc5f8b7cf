import { portProtocol, type PortProtocol } from '../kubernetes/port-protocol';

/** How proxies take what is sent to a port: as requests, as bytes, or as they find out. */
export type PortKind = PortProtocol;

/** Ports of protocols in which the server speaks first: nothing can be found out there. */
const SERVER_FIRST = new Set([25, 53, 3306, 27017]);

/** The kind of a service's port: as its appProtocol or name says, else by its number. */
export function portKind(port: number, name: string | undefined, appProtocol: string | undefined): PortKind {
  const said = portProtocol(name, appProtocol);
  return said === 'auto' && SERVER_FIRST.has(port) ? 'tcp' : said;
}
