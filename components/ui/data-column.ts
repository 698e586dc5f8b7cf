import type { ReactNode } from 'react';

/** Pixels; every row of a data table has this height, so that a row's place is known without drawing it. */
export const ROW_HEIGHT = 30;
export const HEAD_HEIGHT = 32;

export interface DataColumn<Row> {
  readonly id: string;
  readonly header: string;
  /** Pixels; room that is left is shared out. */
  readonly width: number;
  readonly numeric?: boolean;
  /** What is sorted by; rows without a value come last. */
  readonly value: (row: Row) => string | number | undefined;
  /** Rows are sorted by this first, upwards: numbers in different units are not mixed. */
  readonly within?: (row: Row) => number;
  /** What is shown, where it is not the value itself. */
  readonly cell?: (row: Row) => ReactNode;
  /** Shown on hover, where a cell may be too narrow. */
  readonly title?: (row: Row) => string | undefined;
}
