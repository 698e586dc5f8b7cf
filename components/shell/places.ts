import type { IconName } from '@/components/ui/icon';

/** The pages that exist. */
export const places: readonly { address: string; label: string; icon: IconName }[] = [
  { address: '/graph', label: 'Graph', icon: 'graph' },
  { address: '/routing', label: 'Routing', icon: 'route' },
  { address: '/security/mtls', label: 'mTLS', icon: 'lock' },
  { address: '/security/policies', label: 'Policies', icon: 'shield' },
  { address: '/what-if', label: 'What if', icon: 'whatIf' },
  { address: '/traces', label: 'Traces', icon: 'trace' },
  { address: '/status', label: 'Status', icon: 'status' },
];
