'use client';

import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { throttle } from 'nuqs';
import { type ReactNode, useState } from 'react';
import { THEME_STORAGE_KEY } from '@/lib/client/preferences';
import { createQueryClient } from '@/lib/client/query-client';
import { theme } from './theme';
import { ViewStateProvider } from './view-state-provider';

const colorSchemeManager = localStorageColorSchemeManager({ key: THEME_STORAGE_KEY });

/**
 * Next takes each change of the address into its router by a transition, and writes the address again when that is done. A
 * change that comes meanwhile would be undone, so they are kept apart; what is shown does not wait for it.
 */
const addressPace = throttle(400);

/** What every page stands on: theme (whose variables are in theme.css), address bar and the cache of answers. `nonce` marks our style tags for the CSP. */
export function Providers({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  const [client] = useState(createQueryClient);
  return (
    <MantineProvider
      theme={theme}
      colorSchemeManager={colorSchemeManager}
      defaultColorScheme="auto"
      deduplicateInlineStyles
      withCssVariables={false}
      withGlobalClasses={false}
      {...(nonce === undefined ? {} : { getStyleNonce: () => nonce })}
    >
      <QueryClientProvider client={client}>
        <NuqsAdapter defaultOptions={{ limitUrlUpdates: addressPace }}>
          <ViewStateProvider>{children}</ViewStateProvider>
        </NuqsAdapter>
      </QueryClientProvider>
    </MantineProvider>
  );
}
