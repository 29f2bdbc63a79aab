import { type BodySink, type HttpHead, headerValues } from '../../src/net/http-message.ts';
import { failure, type ProbeContext } from '../../src/probe.ts';
import { readBody } from './body.ts';
import type { Config } from './config.ts';
import { readDate } from './date.ts';
import type { metrics } from './metrics.ts';
import type { Place } from './place.ts';
import {
  hasBodyRules,
  judgeBody,
  judgeHeaders,
  judgeStatus,
  judgeTls,
  judgeVersion,
} from './rules.ts';

export type Context = ProbeContext<Place, Config, typeof metrics, Phase>;
type Phase = 'resolve' | 'connect' | 'tls' | 'processing' | 'transfer';

/** The answer that counts: measured as it comes, judged when it is there. */
export interface Answer {
  readonly sink: BodySink;
  /** After the whole body came. Throws what there is against the answer. */
  judge(this: void): Promise<void>;
  /** Of what there is against the answer, the first: the head's, or else the error that ended it. */
  verdict(this: void, error: unknown): unknown;
  destroy(this: void): void;
}

export interface Asked {
  readonly method: string;
  readonly isTls: boolean;
}

/** The head is judged at once; a verdict against it waits for the body, which is measured all the same. */
export function startAnswer(
  { config, observe }: Context,
  head: HttpHead,
  { method, isTls }: Asked,
): Answer {
  observe('probe_http_status_code', head.status);
  const length = contentLength(head, method);
  observe('probe_http_content_length', length);
  observe('probe_http_version', Number(head.version.slice('HTTP/'.length)));
  if (isTls) observe('probe_http_ssl', 1);
  const modifiedAt = readDate(headerValues(head, 'last-modified')[0] ?? '');
  if (modifiedAt !== undefined) observe('probe_http_last_modified_timestamp_seconds', modifiedAt);

  const byStatus = judgeStatus(head, config);
  const byHead = byStatus ?? byRule(judgeHeaders(head, config));
  const { compression, body_size_limit: sizeLimit } = config;
  let isBodyDue = byHead === undefined && hasBodyRules(config);
  let isEmpty = true;
  const body = readBody({
    compression,
    sizeLimit,
    isKept: isBodyDue,
    onLength: (bytes) => observe('probe_http_uncompressed_body_length', bytes),
  });

  function byRule(found: Error | undefined): Error | undefined {
    if (found !== undefined) observe('probe_failed_due_to_regex', 1);
    return found;
  }

  function byBody(): Error | undefined {
    if (!isBodyDue) return undefined;
    isBodyDue = false;
    return byRule(judgeBody(body.kept(), config));
  }

  return {
    sink(chunk) {
      isEmpty = false;
      return body.sink(chunk);
    },
    async judge() {
      await body.end();
      if (isEmpty && compression !== 'identity' && hasBody(head, method))
        throw failure('payload', `got no body, want one in ${compression}`);
      // Over HTTP/2 an answer without a body says so by its end alone.
      if (isEmpty && head.version === 'HTTP/2.0' && length < 0 && method !== 'HEAD')
        observe('probe_http_content_length', 0);
      const found = byHead ?? byBody() ?? judgeVersion(head, config) ?? judgeTls(isTls, config);
      if (found !== undefined) throw found;
    },
    verdict(error) {
      // A body that cannot be read satisfies no rule.
      if (isBodyDue) observe('probe_failed_due_to_regex', 1);
      return byHead ?? error;
    },
    destroy: body.destroy,
  };
}

function hasBody({ status }: HttpHead, method: string): boolean {
  return method !== 'HEAD' && status !== 101 && status !== 204 && status !== 304;
}

function contentLength(head: HttpHead, method: string): number {
  const { status } = head;
  const [length] = headerValues(head, 'content-length');
  if (status === 101) return 0;
  if (status === 204 || status === 304) return method === 'HEAD' ? Number(length ?? -1) : 0;
  const isKnown = length !== undefined && headerValues(head, 'transfer-encoding').length === 0;
  return isKnown && /^\d+$/.test(length) ? Number(length) : -1;
}
