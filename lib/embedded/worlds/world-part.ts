import type { KubernetesObject } from '../kubernetes/object-store';
import type { Behaviour } from './world';

/** A piece of a world, as a rule one namespace: what is declared there and how its workloads behave. */
export interface WorldPart {
  readonly behaviours: readonly Behaviour[];
  objects(startedAt: Date): KubernetesObject[];
}
