// The pages take these functions along as they are, so that a browser says the same: they use nothing but each other.

/** How long, as one says it: `12 s`, `3 h 5 min`, `45 days`. Rounded down. */
export function durationWords(seconds: number): string {
  const units = [
    { name: 'days', one: 'day', seconds: 86_400 },
    { name: 'h', one: 'h', seconds: 3600 },
    { name: 'min', one: 'min', seconds: 60 },
    { name: 's', one: 's', seconds: 1 },
  ];
  // With so many of a unit, the next smaller one says nothing any more.
  const many = 10;
  const whole = Math.floor(Math.abs(seconds));
  const at = units.findIndex((unit) => whole >= unit.seconds);
  const unit = units[at];
  if (unit === undefined) return '0 s';
  const count = Math.floor(whole / unit.seconds);
  const head = `${count} ${count === 1 ? unit.one : unit.name}`;
  const smaller = units[at + 1];
  if (smaller === undefined || count >= many) return head;
  const rest = Math.floor((whole % unit.seconds) / smaller.seconds);
  return rest === 0 ? head : `${head} ${rest} ${smaller.name}`;
}

/** `3 min ago`, `in 29 days`, `just now`: as seen from now. */
export function agoWords(atMs: number, nowMs: number): string {
  const seconds = (nowMs - atMs) / 1000;
  if (Math.abs(seconds) < 1) return 'just now';
  return seconds > 0 ? `${durationWords(seconds)} ago` : `in ${durationWords(seconds)}`;
}
