/** The product's sign: two strips of yarn streaming from a sail's luff. */
export function TelltaleMark({ size = 24 }: { size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true" focusable="false">
      <path d="M8 28V3c8 4.5 14 12 15.5 21-5-1.8-11-1-15.5 4z" fill="var(--tt-accent)" opacity=".18" />
      <g fill="none" strokeLinecap="round">
        <path d="M8 3v25" stroke="var(--tt-accent)" strokeWidth="2.2" />
        <path d="M8 12.5c4-2.8 6.5 2.2 10.5 0s6-2.2 10-1" stroke="var(--tt-accent)" strokeWidth="2.4" />
        <path d="M8 19c3.5-1.8 6 1.8 9.5 0s4.5-1.8 7.5-.6" stroke="var(--tt-degraded)" strokeWidth="2.4" />
      </g>
    </svg>
  );
}
