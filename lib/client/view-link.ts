/** The address of the view as it is: live links stay live. The fragment says nothing about a view. */
export function linkToView(address: string): string {
  const url = new URL(address);
  url.hash = '';
  return url.href;
}

/** The address of the view as it was at one instant (Unix seconds): whoever opens it later sees the same numbers. */
export function linkToMoment(address: string, at: number): string {
  const url = new URL(linkToView(address));
  url.searchParams.set('at', String(Math.floor(at)));
  return url.href;
}
