/** Names that several parts of the shop speak of. The shop is Lantern Lane, which sells lamps. */

export const MAKER = 'lantern-lane';

export const STOREFRONT = 'storefront';
export const PAYMENTS = 'payments';
export const FULFILMENT = 'fulfilment';
export const LOYALTY = 'loyalty';
export const BACKOFFICE = 'backoffice';
export const MESH_SYSTEM = 'istio-system';

export const WEB_HOST = 'www.lanternlane.example';
export const API_HOST = 'api.lanternlane.example';
/** Outside the cluster, behind the egress gateway. */
export const ACQUIRER_HOST = 'acquirer.bankbridge.example';
/** Outside the cluster, called directly. */
export const PARCEL_RATES_HOST = 'rates.parcelroute.example';

/** The full host name of one of the shop's services. */
export function serviceHost(name: string, namespace: string): string {
  return `${name}.${namespace}.svc.cluster.local`;
}
