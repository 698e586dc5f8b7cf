import type { Labels } from './field-reader';
import { viewObject, type ObjectView, type Viewed } from './object-view';

export interface IstioGatewayView extends ObjectView {
  /** The pods it is for, in whatever namespace. */
  readonly selector: Labels;
}

/** Reads networking.istio.io Gateway, any version. */
export function viewIstioGateway(object: unknown): Viewed<IstioGatewayView> {
  return viewObject(object, (fields, whole) => {
    const spec = fields.object(whole['spec'], 'spec') ?? {};
    return { selector: fields.labels(spec['selector'], 'spec.selector') };
  });
}
