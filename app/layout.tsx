import '@mantine/core/styles.css';
import '@/components/shell/theme.css';
import './globals.css';
import { ColorSchemeScript, mantineHtmlProps } from '@mantine/core';
import type { Metadata } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { AppFrame } from '@/components/shell/app-frame';
import { Providers } from '@/components/shell/providers';
import { THEME_STORAGE_KEY } from '@/lib/client/preferences';
import { ownAddress } from '@/lib/client/own-address';

export const metadata: Metadata = {
  title: { default: 'Telltale', template: '%s · Telltale' },
  description: 'A live service graph for Istio meshes: what was declared against what is observed.',
  icons: { icon: ownAddress('/favicon.svg') },
  referrer: 'no-referrer',
};

/** Reading the request's headers makes every page dynamic, which a nonce in the CSP needs. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  return (
    <html lang="en" {...mantineHtmlProps}>
      <head>
        <ColorSchemeScript defaultColorScheme="auto" localStorageKey={THEME_STORAGE_KEY} nonce={nonce} />
      </head>
      <body>
        <Providers nonce={nonce}>
          <AppFrame>{children}</AppFrame>
        </Providers>
      </body>
    </html>
  );
}
