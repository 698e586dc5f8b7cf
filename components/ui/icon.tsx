/** Our own 16-pixel line drawings; each is one path, drawn in the colour of the text around it. */
const PATHS = {
  graph:
    'M4 4.5a1.8 1.8 0 1 0 0-.01M12 8a1.8 1.8 0 1 0 0-.01M4 12.5a1.8 1.8 0 1 0 0-.01M5.6 5 10.3 7M5.6 11.6 10.3 8.7',
  lock: 'M4 7h8v6H4zM5.5 7V5a2.5 2.5 0 0 1 5 0v2M8 9.3v1.6',
  route: 'M2 8h3.5c3 0 2.5-4 5-4h3.5M5.5 8c3 0 2.5 4 5 4h3.5M12 2l2 2-2 2M12 10l2 2-2 2',
  trace: 'M2 3.5h8M5 8h7M8 12.5h6M2 2v3M5 6.5v3M8 11v3',
  status: 'M1.5 8.5h3l2-5 3 9 2-4h3',
  sun: 'M8 5.2a2.8 2.8 0 1 0 .01 0M8 1.5v1.2M8 13.3v1.2M1.5 8h1.2M13.3 8h1.2M3.4 3.4l.9.9M11.7 11.7l.9.9M12.6 3.4l-.9.9M4.3 11.7l-.9.9',
  moon: 'M13 9.5A5.5 5.5 0 0 1 6.5 3a5.5 5.5 0 1 0 6.5 6.5z',
  refresh: 'M13 8a5 5 0 1 1-1.6-3.7M13.2 2v2.8h-2.8',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  play: 'M5 3.2v9.6l7.5-4.8z',
  search: 'M7 2.5a4.5 4.5 0 1 0 .01 0M10.3 10.3l3.5 3.5',
  help: 'M5.8 6a2.2 2.2 0 1 1 3.3 1.9c-.8.5-1.1.9-1.1 1.8M8 12.4v.2',
  close: 'M4 4l8 8M12 4l-8 8',
  menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
  sliders: 'M2.5 5h6M11.5 5h2M10 3.5v3M2.5 11h2M7.5 11h6M6 9.5v3',
  plus: 'M8 3.5v9M3.5 8h9',
  minus: 'M3.5 8h9',
  fit: 'M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10',
  relayout: 'M3 3h3.5v3.5H3zM9.5 9.5H13V13H9.5zM6.5 4.8h3.2a1.5 1.5 0 0 1 1.5 1.5v3.2',
  pin: 'M5.5 2.5h5M6.2 2.5l.4 4.2-2.1 2.6h7l-2.1-2.6.4-4.2M8 9.3v4.2',
  focus: 'M8 5.5a2.5 2.5 0 1 0 .01 0M8 1.5v2M8 12.5v2M1.5 8h2M12.5 8h2',
  callers: 'M2.5 3.5l4 3.5M2.5 12.5l4-3.5M2 8h4.5M9.5 5.5h4v5h-4z',
  ways: 'M2 8h3c3 0 2-4.5 5-4.5h3.5M5 8c3 0 2 4.5 5 4.5h3.5M11.5 1.7l2 1.8-2 1.8M11.5 10.7l2 1.8-2 1.8',
  fold: 'M8 1.5v4M6 3.8l2 2 2-2M8 14.5v-4M6 12.2l2-2 2 2M2.5 8h11',
  unfold: 'M8 5.5v-4M6 3.2l2-2 2 2M8 10.5v4M6 12.8l2 2 2-2M2.5 8h11',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  link: 'M6.5 9.5l3-3M7 4.5l1.5-1.5a2.5 2.5 0 0 1 3.5 3.5L10.5 8M9 11.5 7.5 13A2.5 2.5 0 0 1 4 9.5L5.5 8',
  check: 'M3.5 8.5l3 3 6-7',
  warning: 'M8 2.5l6 10.8H2zM8 6.5v3M8 11.3v.2',
  cross: 'M8 2a6 6 0 1 0 .01 0M6 6l4 4M10 6l-4 4',
  question: 'M8 2a6 6 0 1 0 .01 0M6.5 6.5a1.5 1.5 0 1 1 2.2 1.3c-.5.3-.7.6-.7 1.2M8 11v.1',
  lockOpen: 'M3.5 7.5h9v6h-9zM5.2 7.5V4.6a2.7 2.7 0 0 1 5.2-1',
  lockOff: 'M2 2l12 12M5 7.5H3.5v6h9V12M5.2 5.2V7.5M12.5 9V7.5H11M10.8 7V5a2.8 2.8 0 0 0-4.6-2.1',
  shield: 'M8 1.8 13 3.6v4.2c0 3.2-2.1 5.3-5 6.4-2.9-1.1-5-3.2-5-6.4V3.6z',
  halves: 'M8 2a6 6 0 1 0 .01 0M8 2v12M8 5h4.8M8 8h6M8 11h4.8',
  door: 'M4 13.5v-11h8v11M2 13.5h12M9.8 8v.1',
  clock: 'M8 2a6 6 0 1 0 .01 0M8 4.8V8l2.2 1.5',
  hide: 'M2 2l12 12M6.6 6.6a2 2 0 0 0 2.8 2.8M4.2 4.6A10.6 10.6 0 0 0 1.5 8S3.9 12.4 8 12.4c1.3 0 2.5-.5 3.5-1.1M6.8 3.7c.4-.1.8-.1 1.2-.1 4.1 0 6.5 4.4 6.5 4.4a10.6 10.6 0 0 1-1.7 2.2',
  list: 'M2.5 3h11v10h-11zM9.5 3v10',
  whatIf: 'M6 2h4M7 2v4.2L3.3 12.3a1.1 1.1 0 0 0 1 1.7h7.4a1.1 1.1 0 0 0 1-1.7L9 6.2V2M5 10h6',
  export: 'M8 9.8V2.5M5.2 5 8 2.3 10.8 5M3 8.5v5h10v-5',
  person: 'M8 2.5a2.6 2.6 0 1 0 .01 0M2.8 13.8c.5-3 2.5-4.6 5.2-4.6s4.7 1.6 5.2 4.6',
  replay: 'M3 8a5 5 0 1 0 1.6-3.7M2.8 2v2.8h2.8M8 5.2V8l1.8 1.2',
} as const;

export type IconName = keyof typeof PATHS;

/** A drawing beside words or inside a labelled button; never the only carrier of meaning. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      viewBox="0 0 16 16"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
