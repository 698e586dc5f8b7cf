type DateFunction = (date: Date) => number;

const DAY_MS = 86_400_000;

const FUNCTIONS: Readonly<Record<string, DateFunction>> = {
  minute: (date) => date.getUTCMinutes(),
  hour: (date) => date.getUTCHours(),
  day_of_week: (date) => date.getUTCDay(),
  day_of_month: (date) => date.getUTCDate(),
  day_of_year: (date) => Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY_MS) + 1,
  days_in_month: (date) => new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate(),
  month: (date) => date.getUTCMonth() + 1,
  year: (date) => date.getUTCFullYear(),
};

/** Calendar functions of Unix seconds in UTC, by name; NaN outside what a date can hold. */
export const DATE_FUNCTIONS: ReadonlyMap<string, (seconds: number) => number> = new Map(
  Object.entries(FUNCTIONS).map(([name, read]) => [
    name,
    (seconds: number) => read(new Date(Math.trunc(seconds) * 1000)),
  ]),
);
