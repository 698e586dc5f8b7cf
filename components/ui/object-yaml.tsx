'use client';

import { Button, CopyButton } from '@mantine/core';
import { WhatIfLink } from '@/components/ui/what-if-link';
import { makeVisible } from '@/lib/client/visible-text';
import classes from './object-yaml.module.css';

export interface PrintedYaml {
  readonly object: { readonly kind: string; readonly namespace: string; readonly name: string };
  readonly text: string;
  /** Lines that decide, from 1. */
  readonly places: readonly { readonly firstLine: number; readonly lastLine: number }[];
}

/** An object as YAML; the lines that decide are marked, by a bar and in words for those who do not see it. */
export function ObjectYamlBlock({ yaml: { object, text, places } }: { yaml: PrintedYaml }) {
  const title = makeVisible(`${object.kind} ${object.namespace}/${object.name}`);
  const isDeciding = (line: number) =>
    places.some(({ firstLine, lastLine }) => line >= firstLine && line <= lastLine);
  return (
    <figure className={classes.yaml} aria-label={`${title} as YAML`}>
      <figcaption>
        <span>{title}</span>
        <WhatIfLink kind={object.kind} namespace={object.namespace} name={object.name} />
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button size="compact-xs" variant="default" onClick={copy}>
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
      </figcaption>
      <pre
        role="group"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the arrows scroll what has the focus
        tabIndex={0}
        aria-label={places.length > 0 ? `${title}; marked lines decide` : title}
        data-testid="object-yaml"
      >
        {text
          .trimEnd()
          .split('\n')
          .map((line, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- lines have no other identity
            <span key={index} className={classes.yamlLine} data-decides={isDeciding(index + 1)}>
              {makeVisible(line)}
              {'\n'}
            </span>
          ))}
      </pre>
    </figure>
  );
}
