'use client';

import { Button, Checkbox, ScrollArea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { toggleNamespace } from '@/lib/client/namespace-choice';
import { namespacesQuery } from '@/lib/client/queries/namespaces';
import { useViewState } from '@/lib/client/use-view-state';
import { makeVisible } from '@/lib/client/visible-text';
import { FailureText } from '@/components/ui/failure-text';
import classes from './namespace-picker.module.css';

const DATA_PLANE_WORDS = { sidecar: 'sidecar', ambient: 'ambient', none: 'not in the mesh' } as const;

/** All namespaces, to be searched, with all, none and "only". */
export function NamespaceList() {
  const { view, setView } = useViewState();
  const { data, error, failureReason } = useQuery(namespacesQuery());
  const [find, setFind] = useState('');
  const choice = view.namespaces;
  const offered = data?.namespaces ?? [];
  const known = offered.map(({ name }) => name);
  // A name from the link that no source knows must stay visible, else it could not be taken away.
  const unheardOf = choice === 'all' ? [] : choice.filter((name) => !known.includes(name));
  const rows = [...offered, ...unheardOf.map((name) => ({ name, dataPlane: undefined, knownBy: [] }))];
  const matching = rows.filter(({ name }) => name.includes(find.trim().toLowerCase()));
  const failure = error ?? failureReason;

  return (
    <>
      <div className={classes.head}>
        <TextInput
          size="xs"
          placeholder="Search namespaces"
          aria-label="Search namespaces"
          value={find}
          onChange={(event) => setFind(event.currentTarget.value)}
          data-autofocus
          className={classes.search}
        />
        <Button size="compact-xs" variant="subtle" onClick={() => void setView({ namespaces: 'all' })}>
          All
        </Button>
        <Button size="compact-xs" variant="subtle" onClick={() => void setView({ namespaces: [] })}>
          None
        </Button>
      </div>
      {failure && !data ? <FailureText error={failure} /> : null}
      {failure || data ? null : <p className={classes.none}>Asking for the namespaces …</p>}
      <ScrollArea.Autosize mah={360} type="auto">
        <ul className={classes.list}>
          {matching.map(({ name, dataPlane, knownBy }) => (
            <li key={name} className={classes.row}>
              <Checkbox
                size="xs"
                label={makeVisible(name)}
                checked={choice === 'all' || choice.includes(name)}
                onChange={() => void setView({ namespaces: toggleNamespace(choice, name, known) })}
                className={classes.name}
              />
              <span className={classes.note}>
                {dataPlane ? DATA_PLANE_WORDS[dataPlane] : data && knownBy.length === 0 ? 'not found' : ''}
              </span>
              <Button
                size="compact-xs"
                variant="subtle"
                className={classes.only}
                aria-label={`Only ${name}`}
                onClick={() => void setView({ namespaces: [name] })}
              >
                only
              </Button>
            </li>
          ))}
        </ul>
        {data && matching.length === 0 ? (
          <p className={classes.none}>No namespace has this in its name.</p>
        ) : null}
      </ScrollArea.Autosize>
    </>
  );
}
