import { ActionIcon, Tooltip } from '@mantine/core';
import { Icon, type IconName } from './icon';

export interface IconButtonProps {
  readonly icon: IconName;
  /** Spoken, and shown on hover. */
  readonly label: string;
  readonly onClick: () => void;
  readonly testId?: string;
  readonly pressed?: boolean;
  readonly disabled?: boolean;
}

/** A square button of 30 px with a name. */
export function IconButton({ icon, label, onClick, testId, pressed, disabled = false }: IconButtonProps) {
  return (
    <Tooltip label={label} openDelay={400} withinPortal>
      <ActionIcon
        variant={pressed ? 'light' : 'subtle'}
        color={pressed ? 'teal' : 'gray'}
        c={pressed ? 'var(--tt-accent)' : 'var(--tt-text)'}
        size={30}
        aria-label={label}
        onClick={onClick}
        disabled={disabled}
        data-testid={testId}
        {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
      >
        <Icon name={icon} />
      </ActionIcon>
    </Tooltip>
  );
}
