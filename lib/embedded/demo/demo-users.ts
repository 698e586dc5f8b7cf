import type { EmbeddedUser, ReadGrant } from '../kubernetes/access-users';
import type { World } from '../worlds/world';

/** Somebody who may try what others see. */
export interface DemoUser extends EmbeddedUser {
  /** What they see, in words. */
  readonly sees: string;
}

export interface DemoUsers {
  readonly users: readonly DemoUser[];
  readonly grants: readonly ReadGrant[];
}

/** One who sees the world's home, one who sees the other applications, and one who sees everything. */
export function demoUsers(world: World): DemoUsers {
  const named = world.objects(new Date(0)).filter(({ kind }) => kind === 'Namespace');
  const all = named.map(({ metadata }) => String(metadata.name));
  const home = [world.homeNamespace];
  const others = all.filter((name) => !home.includes(name) && !/^(kube-|istio-|default$)/.test(name));
  const user = (name: string, sees: string): DemoUser => ({ name, token: name, groups: [], sees });
  return {
    users: [
      user('ann', home.join(', ')),
      user('bob', others.join(', ') || 'nothing'),
      user('zoe', 'everything'),
    ],
    grants: [
      { kind: 'User', name: 'ann', namespaces: home },
      { kind: 'User', name: 'bob', namespaces: others },
      { kind: 'User', name: 'zoe', namespaces: 'all' },
    ],
  };
}
