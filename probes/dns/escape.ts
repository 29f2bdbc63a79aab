/** Bytes as master files write them: those in `special` behind a backslash, and what is not printable as `\DDD`. */
export function escaped(bytes: Uint8Array, special: string): string {
  return Array.from(bytes, (byte) => {
    const character = String.fromCharCode(byte);
    if (byte < 0x20 || byte > 0x7e) return `\\${String(byte).padStart(3, '0')}`;
    return special.includes(character) ? `\\${character}` : character;
  }).join('');
}
