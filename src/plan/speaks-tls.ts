import type { ListedTarget } from '../config/config.ts';

/**
 * Whether a run shakes hands over TLS, as far as one can tell without it: by the scheme of the target, or by a setting
 * that is switched on and has TLS in its name. A redirect to another scheme is not foreseen.
 */
export function speaksTls({ text, module }: ListedTarget): boolean {
  return /^(?:https|wss|tls):/i.test(text) || isSwitchedOn(module.config, MOST_LEVELS);
}

// A plugin's settings may lead round in a circle.
const MOST_LEVELS = 5;

function isSwitchedOn(settings: unknown, levels: number): boolean {
  if (typeof settings !== 'object' || settings === null || levels === 0) return false;
  return Object.entries(settings).some(([key, value]) =>
    value === true ? /tls/i.test(key) : isSwitchedOn(value, levels - 1),
  );
}
