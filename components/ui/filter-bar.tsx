import { Button, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './filter-bar.module.css';
import { Icon } from './icon';

export interface FilterBarProps {
  /** Of the search field, for a key that leads there. */
  readonly searchId: string;
  readonly placeholder: string;
  readonly search: string;
  readonly onSearch: (text: string) => void;
  /** Before the search field. */
  readonly before?: ReactNode;
  /** Choices after it. */
  readonly children: ReactNode;
  /** Clears all filters; absent where none is set. */
  readonly onClear: (() => void) | undefined;
  readonly onExport: () => void;
  /** Beginning of the test ids. */
  readonly name: string;
}

/** Chooses which rows of a list are shown, and saves them. */
export function FilterBar(props: FilterBarProps) {
  const { searchId, placeholder, search, onSearch, before, children, onClear, onExport, name } = props;
  return (
    <search className={classes.filters} aria-label="Filters">
      {before}
      <TextInput
        id={searchId}
        size="xs"
        w={200}
        placeholder={placeholder}
        aria-label="Find in the table (/)"
        value={search}
        maxLength={200}
        onChange={({ currentTarget }) => onSearch(currentTarget.value)}
        leftSection={<Icon name="search" size={13} />}
        data-testid={`${name}-search`}
      />
      {children}
      {onClear === undefined ? null : (
        <Button size="compact-xs" variant="subtle" data-testid={`${name}-clear`} onClick={onClear}>
          Clear filters
        </Button>
      )}
      <span className={classes.gap} />
      <Button
        size="xs"
        variant="default"
        leftSection={<Icon name="export" size={14} />}
        onClick={onExport}
        data-testid={`${name}-csv`}
      >
        CSV
      </Button>
    </search>
  );
}
