import type { FieldReader } from './field-reader';
import type { JsonObject } from './json';
import { viewObject, type ObjectView, type Viewed } from './object-view';

/** An object that a route names; a namespace that is not written is the route's own. */
export interface RouteReference {
  /** `Service` for backends and `Gateway` for parents unless written otherwise. */
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** A route of the Gateway API of any kind, as far as it says where it stands and where it leads. */
export interface GatewayRouteView extends ObjectView {
  readonly parents: readonly RouteReference[];
  readonly backends: readonly RouteReference[];
}

/** Reads gateway.networking.k8s.io HTTPRoute, GRPCRoute, TCPRoute or TLSRoute, any version. */
export function viewGatewayRoute(object: unknown): Viewed<GatewayRouteView> {
  return viewObject(object, (fields, whole) => {
    const spec = fields.object(whole['spec'], 'spec') ?? {};
    return {
      parents: readReferences(fields, spec['parentRefs'], 'spec.parentRefs', 'Gateway'),
      backends: fields
        .objects(spec['rules'], 'spec.rules')
        .flatMap(({ object: rule, path }) =>
          readReferences(fields, rule['backendRefs'], `${path}.backendRefs`, 'Service'),
        ),
    };
  });
}

function readReferences(fields: FieldReader, value: unknown, path: string, usual: string): RouteReference[] {
  return fields
    .objects(value, path)
    .flatMap(({ object, path: at }) => readReference(fields, object, at, usual) ?? []);
}

function readReference(
  fields: FieldReader,
  object: JsonObject,
  path: string,
  usual: string,
): RouteReference | undefined {
  const name = fields.text(object['name'], `${path}.name`);
  if (name === undefined) return fields.refuse(`${path}.name`, 'is missing');
  const namespace = fields.text(object['namespace'], `${path}.namespace`);
  const kind = fields.text(object['kind'], `${path}.kind`) ?? usual;
  return { kind, name, ...(namespace !== undefined && { namespace }) };
}
