import { NativeSelect } from '@mantine/core';

export interface ChoiceSelectProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly { readonly value: Value; readonly label: string }[];
  readonly onChoose: (value: Value) => void;
  readonly testId: string;
  readonly width: number;
}

/** A small select of the top bar; the browser's own list is the one everybody can operate. */
export function ChoiceSelect<Value extends string>(props: ChoiceSelectProps<Value>) {
  const { label, value, choices, onChoose, testId, width } = props;
  return (
    <NativeSelect
      size="xs"
      w={width}
      aria-label={label}
      title={label}
      value={value}
      data={choices.map((choice) => ({ value: choice.value, label: choice.label }))}
      onChange={({ currentTarget }) => {
        const chosen = choices.find((choice) => choice.value === currentTarget.value);
        if (chosen) onChoose(chosen.value);
      }}
      data-testid={testId}
    />
  );
}
