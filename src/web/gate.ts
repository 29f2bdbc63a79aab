import type { Context } from 'koa';
import { refusal } from '../http/refusal.ts';
import { readBasic } from './authorization.ts';
import type { CheckPassword } from './passwords.ts';
import type { WebSettings } from './settings.ts';

/** Lets a request pass, with the headers that its answer is to have, or throws what to answer instead. */
export type Gate = (ctx: Context) => Promise<void>;

export interface GateOptions {
  /** What the web config says now; throws if it says nothing that makes sense. */
  readonly settings: () => Promise<WebSettings>;
  /** Told why settings() threw. */
  readonly onFault: (error: unknown) => void;
  /** Takes a token for every request; none if there is no limit. */
  readonly mayPass: (() => boolean) | undefined;
  readonly isPassword: CheckPassword;
}

/** The order is exporter-toolkit's: readable config, rate limit, headers, password. */
export function createGate({ settings, onFault, mayPass, isPassword }: GateOptions): Gate {
  return async (ctx) => {
    const { headers, users } = await settings().catch((error: unknown) => {
      onFault(error);
      // Who may see what is wrong with it is just what is not known now.
      throw refusal(500, 'Internal Server Error');
    });
    if (mayPass?.() === false) throw refusal(429, 'Too Many Requests');
    for (const [name, value] of headers) ctx.set(name, value);
    if (users.size === 0) return;
    const credentials = readBasic(ctx.get('Authorization'));
    if (credentials !== undefined && (await isPassword(credentials, users))) return;
    ctx.set('WWW-Authenticate', 'Basic');
    throw refusal(401, 'Unauthorized');
  };
}
