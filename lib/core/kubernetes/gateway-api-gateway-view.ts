import type { FieldReader, Labels } from './field-reader';
import type { JsonObject } from './json';
import { viewObject, type ObjectView, type Viewed } from './object-view';

/** Which namespaces' routes a listener takes. */
export type RouteNamespaces = 'Same' | 'All' | 'Selector' | 'None';
const FROM: readonly RouteNamespaces[] = ['Same', 'All', 'Selector', 'None'];

export interface ListenerView {
  readonly name: string;
  readonly port?: number;
  /** As written, in capitals. */
  readonly protocol?: string;
  /** Absent takes every host. */
  readonly hostname?: string;
  readonly from: RouteNamespaces;
  /** Labels of the namespaces, where they are selected. Only `matchLabels` is read. */
  readonly selector: Labels;
  /** Kinds of routes; empty means those of the protocol. */
  readonly kinds: readonly string[];
}

export interface GatewayApiGatewayView extends ObjectView {
  readonly className?: string;
  readonly listeners: readonly ListenerView[];
}

/** Reads gateway.networking.k8s.io Gateway, any version. */
export function viewGatewayApiGateway(object: unknown): Viewed<GatewayApiGatewayView> {
  return viewObject(object, (fields, whole) => {
    const spec = fields.object(whole['spec'], 'spec') ?? {};
    const className = fields.text(spec['gatewayClassName'], 'spec.gatewayClassName');
    return {
      ...(className !== undefined && { className }),
      listeners: fields
        .objects(spec['listeners'], 'spec.listeners')
        .map(({ object, path }) => readListener(fields, object, path)),
    };
  });
}

function readListener(fields: FieldReader, listener: JsonObject, path: string): ListenerView {
  const port = fields.count(listener['port'], `${path}.port`);
  const protocol = fields.text(listener['protocol'], `${path}.protocol`)?.toUpperCase();
  const hostname = fields.text(listener['hostname'], `${path}.hostname`)?.toLowerCase();
  const allowed = fields.object(listener['allowedRoutes'], `${path}.allowedRoutes`);
  const at = `${path}.allowedRoutes.namespaces`;
  const namespaces = fields.object(allowed?.['namespaces'], at);
  const selector = fields.object(namespaces?.['selector'], `${at}.selector`);
  const written = namespaces?.['from'];
  return {
    name: fields.text(listener['name'], `${path}.name`) ?? '',
    ...(port !== undefined && { port }),
    ...(protocol !== undefined && { protocol }),
    ...(hostname !== undefined && { hostname }),
    // What cannot be read lets nobody in that the default would not.
    from: written === undefined ? 'Same' : (fields.word(written, `${at}.from`, FROM) ?? 'Same'),
    selector: fields.labels(selector?.['matchLabels'], `${at}.selector.matchLabels`),
    kinds: fields
      .objects(allowed?.['kinds'], `${path}.allowedRoutes.kinds`)
      .flatMap((one) => fields.text(one.object['kind'], `${one.path}.kind`) ?? []),
  };
}
