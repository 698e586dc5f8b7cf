import { useEffect, useState } from 'react';
import { fallbackTokens, readTokens, type GraphTokens } from './read-tokens';

/** The page's colours, read again when the scheme changes, whoever changes it. */
export function useGraphTokens(colorScheme: 'light' | 'dark'): GraphTokens {
  const [tokens, setTokens] = useState(fallbackTokens[colorScheme]);
  useEffect(() => {
    const root = document.documentElement;
    const read = () => {
      const style = getComputedStyle(root);
      const next = readTokens((property) => style.getPropertyValue(property), colorScheme);
      setTokens((last) => (JSON.stringify(last) === JSON.stringify(next) ? last : next));
    };
    read();
    const observer = new MutationObserver(read);
    observer.observe(root, {
      attributes: true,
      attributeFilter: ['data-mantine-color-scheme', 'class', 'style'],
    });
    return () => observer.disconnect();
  }, [colorScheme]);
  return tokens;
}
