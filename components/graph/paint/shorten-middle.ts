/** Cuts the middle out of a long text: both ends of a Kubernetes name tell it apart. Counts code points. */
export function shortenMiddle(text: string, atMost: number): string {
  const characters = [...text];
  if (characters.length <= atMost) return text;
  const kept = Math.max(0, atMost - 1);
  const head = Math.ceil(kept / 2);
  const tail = kept - head;
  return `${characters.slice(0, head).join('')}…${tail > 0 ? characters.slice(-tail).join('') : ''}`;
}
