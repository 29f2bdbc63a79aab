import type { Field } from './fields.ts';

const EQUATOR = 2 ** 31;
const BELOW_METERS = 100_000;

/** RFC 1876: where something stands, how large it is, and how sure that is. */
export const location: Field = (rdata) => {
  const next = (size: 1 | 4): number => (rdata.isAtEnd() ? 0 : rdata.number(size));
  next(1);
  const [size, horizontal, vertical] = [next(1), next(1), next(1)];
  const [latitude, longitude, altitude] = [next(4), next(4), next(4)];
  const meters = (altitude / 100 - BELOW_METERS).toFixed(altitude % 100 === 0 ? 0 : 2);
  const extents = [size, horizontal, vertical].map((extent) => `${extentMeters(extent)}m`);
  return [degrees(latitude, 'N', 'S'), degrees(longitude, 'E', 'W'), `${meters}m`, ...extents].join(
    ' ',
  );
};

function degrees(milliseconds: number, above: string, below: string): string {
  const distance = Math.abs(milliseconds - EQUATOR);
  const whole = pad(Math.floor(distance / 3_600_000));
  const minutes = pad(Math.floor(distance / 60_000) % 60);
  const seconds = ((distance % 60_000) / 1000).toFixed(3);
  return `${whole} ${minutes} ${seconds} ${milliseconds > EQUATOR ? above : below}`;
}

function pad(number: number): string {
  return String(number).padStart(2, '0');
}

/** Four bits of a number, and four of the zeros behind it: centimeters. */
function extentMeters(extent: number): string {
  const [digit, zeros] = [extent >> 4, extent & 0xf];
  if (zeros < 2) return `0.${pad(zeros === 0 ? digit : digit * 10)}`;
  return `${digit}${'0'.repeat(zeros - 2)}`;
}
