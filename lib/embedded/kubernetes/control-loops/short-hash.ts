/** Letters and digits Kubernetes uses for generated names: none that could spell words. */
const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

/** FNV-1a over UTF-16 code units, finished so that similar texts differ in every bit. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A name part of the given length that is always the same for the same text. */
export function makeShortHash(text: string, length: number): string {
  let name = '';
  for (let index = 0; index < length; index += 1) {
    name += alphabet[hashText(`${index}:${text}`) % alphabet.length] ?? '';
  }
  return name;
}
