import type { LookUpContext } from '../../src/net/look-up.ts';
import type { Config } from './config.ts';

/** What both transports need of a run. */
export interface Asking extends LookUpContext {
  readonly config: Config;
  enter(this: void, phase: 'resolve' | 'connect' | 'tls' | 'read', about: string): void;
  hide(this: void, secret: string): void;
}
