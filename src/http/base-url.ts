import type { Context } from 'koa';
import type { Services } from './services.ts';

/** Where whoever asked finds us: for links that are read elsewhere. Ends with a slash. */
export function baseUrl(
  ctx: Context,
  { externalUrl, routePrefix }: Pick<Services, 'externalUrl' | 'routePrefix'>,
): URL {
  if (externalUrl !== undefined)
    return new URL(`${externalUrl.pathname}/`.replace(/\/+$/, '/'), externalUrl);
  // A client of HTTP/1.0 need not say whom it asks; one of any version may say what is no host.
  const local = `localhost:${ctx.req.socket.localPort}`;
  const said = `${ctx.protocol}://${ctx.host}${routePrefix}`;
  return new URL(URL.canParse(said) ? said : `${ctx.protocol}://${local}${routePrefix}`);
}
