import { Button, CopyButton } from '@mantine/core';
import { makeVisible } from '@/lib/client/visible-text';
import classes from './details.module.css';

/** What to apply, to be read and copied. The page itself applies nothing. */
export function YamlBlock({ yaml }: { yaml: string }) {
  return (
    <>
      <div className={classes.line}>
        <span className={classes.dim}>To apply yourself; Telltale changes nothing.</span>
        <CopyButton value={yaml}>
          {({ copied, copy }) => (
            <Button size="compact-xs" variant="default" onClick={copy} data-testid="copy-yaml">
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
      </div>
      <pre
        className={classes.yaml}
        role="group"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the arrows scroll what has the focus
        tabIndex={0}
        aria-label="Policies to apply"
        data-testid="mtls-yaml"
      >
        {yaml.split('\n').map(makeVisible).join('\n')}
      </pre>
    </>
  );
}
