/** Lets the browser save a file, as if a link to it had been followed. */
export function saveFile(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // Browsers read the content after the click has returned.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
