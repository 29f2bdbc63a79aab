import { failure } from '../../failure.ts';
import type { Network } from '../network.ts';
import { requireUsable } from '../tls-context.ts';
import { isRefusal, readToken, type Token } from './answer.ts';
import { assertion } from './assertion.ts';
import { assertionForm, clientForm, clientHeader, type Form } from './form.ts';
import { post } from './post.ts';
import { type OAuth2, tokenPlace } from './schema.ts';

export interface Asker {
  readonly network: Network;
  readonly signal: AbortSignal;
  /** What the request that the token is for says of itself. */
  readonly userAgent: string | undefined;
}

/** Where a client says who it is: in a header, or within the form. */
export type Placement = 'header' | 'form';

interface Wish {
  readonly secret: string;
  /** Where the server is known to look for the secret. */
  readonly placement: Placement | undefined;
  readonly asker: Asker;
}

export interface Fetched {
  readonly token: Token;
  readonly placement: Placement | undefined;
}

/** Asks the server for a token. Throws what it said instead, or what came in between. */
export async function fetchToken(
  config: OAuth2,
  { secret, placement, asker }: Wish,
): Promise<Fetched> {
  const { network, signal, userAgent } = asker;
  const place = tokenPlace(config);
  if (place === undefined) throw failure('internal', 'token_url is no URL of http: or https:');
  await requireUsable(config.tls_config, signal);
  const askWith = async (form: Form, authorization?: string): Promise<Token> =>
    readToken(await post(place, { form, authorization, userAgent }, { network, signal, config }));

  if (config.isJwtBearer) {
    const form = assertionForm(config, assertion(config, secret));
    return { token: await askWith(form), placement };
  }
  if (placement !== 'form') {
    try {
      const token = await askWith(clientForm(config), clientHeader(config, secret));
      return { token, placement: 'header' };
    } catch (error) {
      // There are servers that look into the form only. Which kind this one is shows by what it answers.
      if (placement === 'header' || !isRefusal(error)) throw error;
    }
  }
  return { token: await askWith(clientForm(config, secret)), placement: 'form' };
}
