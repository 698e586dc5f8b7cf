import { NativeSelect } from '@mantine/core';

export interface FilterChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: Value | null;
  /** What no choice is called. */
  readonly all: string;
  readonly choices: readonly { readonly value: Value; readonly label: string }[];
  readonly onChoose: (value: Value | null) => void;
  readonly testId: string;
}

/** Keeps rows of one sort, or all. */
export function FilterChoice<Value extends string>(props: FilterChoiceProps<Value>) {
  const { label, value, all, choices, onChoose, testId } = props;
  return (
    <NativeSelect
      size="xs"
      aria-label={label}
      title={label}
      value={value ?? ''}
      data={[{ value: '', label: all }, ...choices.map((choice) => ({ ...choice }))]}
      onChange={({ currentTarget }) =>
        onChoose(choices.find((choice) => choice.value === currentTarget.value)?.value ?? null)
      }
      data-testid={testId}
    />
  );
}
