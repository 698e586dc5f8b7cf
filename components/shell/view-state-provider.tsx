'use client';

import type { ReactNode } from 'react';
import { useAddressView, ViewStateContext } from '@/lib/client/use-view-state';

/** Reads the address bar for everything inside. */
export function ViewStateProvider({ children }: { children: ReactNode }) {
  return <ViewStateContext value={useAddressView()}>{children}</ViewStateContext>;
}
