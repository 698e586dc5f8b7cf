'use client';

import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { IconButton } from '@/components/ui/icon-button';

/** Light or dark; until it is used, the system's choice holds. */
export function ThemeToggle() {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: true });
  const next = scheme === 'dark' ? 'light' : 'dark';
  return (
    <IconButton
      icon={scheme === 'dark' ? 'sun' : 'moon'}
      label={`Switch to ${next} theme`}
      onClick={() => setColorScheme(next)}
      testId="theme-toggle"
    />
  );
}
