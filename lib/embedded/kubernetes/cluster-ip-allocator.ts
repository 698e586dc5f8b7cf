import { readString } from './json-value';
import type { KubernetesObject } from './object-store';

/** Service addresses 10.96.x.y, handed out in order and passing over those in use. */
export class ClusterIpAllocator {
  #last = 0;

  allocate(services: readonly KubernetesObject[]): string {
    const taken = new Set(services.map((service) => readString(service, 'spec', 'clusterIP')));
    for (;;) {
      this.#last = (this.#last + 1) % 65_000;
      const address = `10.96.${Math.floor(this.#last / 250)}.${(this.#last % 250) + 1}`;
      if (!taken.has(address)) return address;
    }
  }
}
