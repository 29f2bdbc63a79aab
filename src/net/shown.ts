const MAX_SHOWN = 200;

/** What a peer sent, or was sent, for people to read: quoted, escaped and cut short. */
export function shown(heard: Uint8Array | string): string {
  const cut = heard.slice(0, MAX_SHOWN);
  const text = typeof cut === 'string' ? cut : Buffer.from(cut).toString();
  return JSON.stringify(text) + (heard.length > MAX_SHOWN ? '…' : '');
}
