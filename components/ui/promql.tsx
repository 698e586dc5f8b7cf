'use client';

import { Anchor, Button, CopyButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { prometheusLink } from '@/lib/client/prometheus-link';
import { statusQuery } from '@/lib/client/queries/status';
import classes from './promql.module.css';

export interface PromqlProps {
  /** What it was asked for. */
  readonly title: string;
  readonly text: string;
  /** Unix seconds of the instant it was asked about. */
  readonly at: number;
}

/** A query to be read, copied, and tried in Prometheus where its address for browsers is known. */
export function Promql({ title, text, at }: PromqlProps) {
  const { data } = useQuery({ ...statusQuery(), staleTime: Infinity, refetchInterval: false });
  const publicUrl = data?.prometheus.publicUrl;
  return (
    <>
      <div className={classes.head}>
        <span>{title}</span>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button size="compact-xs" variant="subtle" onClick={copy}>
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
        {publicUrl === undefined ? null : (
          <Anchor size="xs" href={prometheusLink(publicUrl, text, at)} target="_blank" rel="noreferrer">
            Open in Prometheus
          </Anchor>
        )}
      </div>
      <pre className={classes.text}>{text}</pre>
    </>
  );
}
