'use client';

import { Button, Popover } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { lateCode, useLateCode } from '@/lib/client/late-code';
import { describeNamespaces } from '@/lib/client/namespace-choice';
import { namespacesQuery } from '@/lib/client/queries/namespaces';
import { useViewState } from '@/lib/client/use-view-state';
import classes from './namespace-picker.module.css';

const listCode = lateCode('The list of namespaces', () => import('./namespace-list'));

/** Chooses whose traffic is drawn. The list, and what is on it, is asked for when somebody comes near. */
export function NamespacePicker() {
  const { view } = useViewState();
  const client = useQueryClient();
  const [isNear, setNear] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const code = useLateCode(listCode, isNear);
  const comeNear = () => {
    if (isNear) return;
    setNear(true);
    void client.prefetchQuery(namespacesQuery());
  };

  return (
    <Popover
      position="bottom-start"
      width={320}
      trapFocus
      returnFocus
      shadow="md"
      // Opened with nothing in it, it would have nothing to give the keyboard to.
      opened={isOpen && code !== undefined}
      onChange={setOpen}
    >
      <Popover.Target>
        <Button
          variant="default"
          size="xs"
          className={classes.target}
          data-testid="namespace-picker"
          aria-label={`Namespaces: ${describeNamespaces(view.namespaces)}`}
          onPointerEnter={comeNear}
          onFocus={comeNear}
          onClick={() => {
            comeNear();
            setOpen(!isOpen);
          }}
        >
          {describeNamespaces(view.namespaces)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={8} data-testid="namespace-dropdown">
        {code ? <code.NamespaceList /> : null}
      </Popover.Dropdown>
    </Popover>
  );
}
