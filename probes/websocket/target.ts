import { WEBSOCKET } from '../../src/net/place.ts';
import { urlTarget } from '../../src/net/url-target.ts';

export const target = urlTarget(WEBSOCKET).refine(
  ({ user }) => user === undefined,
  'got a URL with a user, want one without',
);
