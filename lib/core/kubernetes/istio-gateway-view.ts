import type { Labels } from './field-reader';
import { viewObject, type ObjectView, type Viewed } from './object-view';

/** A port that a gateway listens on. */
export interface GatewayServerView {
  readonly port?: number;
  /** As written, in capitals: `HTTP`, `HTTPS`, `TLS`, `TCP` … */
  readonly protocol?: string;
  /** As written, in capitals; absent without TLS. */
  readonly tlsMode?: string;
  /** As written: `namespace/host`, or a host alone for every namespace. */
  readonly hosts: readonly string[];
}

export interface IstioGatewayView extends ObjectView {
  /** The pods it is for, in whatever namespace. */
  readonly selector: Labels;
  readonly servers: readonly GatewayServerView[];
}

/** Reads networking.istio.io Gateway, any version. */
export function viewIstioGateway(object: unknown): Viewed<IstioGatewayView> {
  return viewObject(object, (fields, whole) => {
    const spec = fields.object(whole['spec'], 'spec') ?? {};
    return {
      selector: fields.labels(spec['selector'], 'spec.selector'),
      servers: fields.objects(spec['servers'], 'spec.servers').map(({ object: server, path }) => {
        const written = fields.object(server['port'], `${path}.port`);
        const port = fields.count(written?.['number'], `${path}.port.number`);
        const protocol = fields.text(written?.['protocol'], `${path}.port.protocol`)?.toUpperCase();
        const tls = fields.object(server['tls'], `${path}.tls`);
        const tlsMode = fields.text(tls?.['mode'], `${path}.tls.mode`)?.toUpperCase();
        return {
          ...(port !== undefined && { port }),
          ...(protocol !== undefined && { protocol }),
          ...(tlsMode !== undefined && { tlsMode }),
          hosts: fields.texts(server['hosts'], `${path}.hosts`),
        };
      }),
    };
  });
}
