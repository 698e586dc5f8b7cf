'use client';

import { Button, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import {
  deleteNamedView,
  describeNamedView,
  LONGEST_VIEW_NAME,
  type NamedView,
  type NamedViewsChange,
  readNamedViews,
  renameNamedView,
  saveNamedView,
} from '@/lib/client/named-views';
import { makeVisible } from '@/lib/client/visible-text';
import classes from './saved-views.module.css';

/** The list of named views of this browser, and a form that saves the present one. */
export function SavedViews({ onOpen }: { onOpen: (view: NamedView) => void }) {
  const [views, setViews] = useState<readonly NamedView[]>(readNamedViews);
  const [name, setName] = useState('');
  const [renamed, setRenamed] = useState<string>();
  const [reason, setReason] = useState<string>();

  function take(change: NamedViewsChange): boolean {
    setReason(change.ok ? undefined : change.reason);
    if (change.ok) setViews(change.views);
    return change.ok;
  }

  function save(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    if (take(saveNamedView(name, window.location.search))) setName('');
  }

  return (
    <>
      <form className={classes.form} onSubmit={save}>
        <TextInput
          size="xs"
          label="Save this view as"
          placeholder="Name"
          maxLength={LONGEST_VIEW_NAME}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
          data-autofocus
          className={classes.name}
          data-testid="view-name"
        />
        <Button size="xs" type="submit" disabled={name.trim() === ''} data-testid="save-view">
          Save
        </Button>
      </form>
      <output className={classes.reason} data-testid="views-reason">
        {reason}
      </output>
      {views.length === 0 ? (
        <p className={classes.dim}>
          No view is saved yet. A view is all that the address holds: namespaces, window, selection, and the
          instant if one is held.
        </p>
      ) : (
        <ul className={classes.list} data-testid="view-list">
          {views.map((view) => (
            <li key={view.name}>
              {renamed === view.name ? (
                <RenameForm
                  view={view}
                  onRename={(to) => take(renameNamedView(view.name, to)) && setRenamed(undefined)}
                  onCancel={() => setRenamed(undefined)}
                />
              ) : (
                <>
                  <button type="button" className={classes.open} onClick={() => onOpen(view)}>
                    {makeVisible(view.name)}
                    <small>{describeNamedView(view)}</small>
                  </button>
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    aria-label={`Rename ${view.name}`}
                    onClick={() => setRenamed(view.name)}
                  >
                    Rename
                  </Button>
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    aria-label={`Delete ${view.name}`}
                    onClick={() => take(deleteNamedView(view.name))}
                  >
                    Delete
                  </Button>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function RenameForm(props: { view: NamedView; onRename: (to: string) => void; onCancel: () => void }) {
  const { view, onRename, onCancel } = props;
  const [to, setTo] = useState(view.name);
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        onRename(to);
      }}
    >
      <TextInput
        size="xs"
        aria-label={`New name of ${view.name}`}
        maxLength={LONGEST_VIEW_NAME}
        value={to}
        onChange={({ currentTarget }) => setTo(currentTarget.value)}
        ref={(input) => input?.focus()}
        className={classes.name}
      />
      <Button size="compact-xs" type="submit" disabled={to.trim() === ''}>
        Rename
      </Button>
      <Button size="compact-xs" variant="subtle" onClick={onCancel}>
        Cancel
      </Button>
    </form>
  );
}
