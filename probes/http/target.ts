import { HTTP } from '../../src/net/place.ts';
import { urlTarget } from '../../src/net/url-target.ts';

/** Without a scheme it is http, and everything that is not http or https is a host. */
export const target = urlTarget(HTTP, (written) =>
  /^https?:\/\//i.test(written) ? written : `http://${written}`,
);
