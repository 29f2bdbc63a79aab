import { compressionOf } from '../../src/net/decompress.ts';
import { type BodySink, type HttpHead, headerValues } from '../../src/net/http-message.ts';
import { failure } from '../../src/probe.ts';
import { readBody } from './body.ts';
import { bodyRules } from './body-rules.ts';
import type { Context } from './context.ts';
import { readDate } from './date.ts';
import { judgeCompression, judgeHeaders, judgeStatus, judgeTls, judgeVersion } from './rules.ts';

/** The answer that counts: measured as it comes, judged when it is there. */
export interface Answer {
  readonly sink: BodySink;
  /** Whether there is more to be done with the body than to count it. */
  readonly looksAtBody: boolean;
  /** After the whole body came. Throws what there is against the answer. */
  judge(this: void): Promise<void>;
  /** Of what there is against the answer, the first: the head's, or else the error that ended it. Counts what came. */
  verdict(this: void, error: unknown): Promise<unknown>;
  destroy(this: void): void;
}

export interface Asked {
  readonly method: string;
  readonly isTls: boolean;
}

// The first byte.
const GZIP = 0x1f;

/** The head is judged at once; a verdict against it waits for the body, which is measured all the same. */
export function startAnswer(context: Context, head: HttpHead, asked: Asked): Answer {
  observeHead(context, head, asked);
  const { config, observe, show } = context;
  const { body_size_limit: sizeLimit } = config;
  const compression = compressionOf(config.compression) ?? 'identity';
  const byHead =
    judgeStatus(head, config) ?? byRule(judgeHeaders(head, config)) ?? judgeCompression(config);
  const rules = byHead === undefined ? bodyRules(context) : undefined;
  if (compression !== 'gzip') rules?.begin();
  let isEmpty = true;
  const body = readBody({
    compression,
    sizeLimit,
    isKept: rules?.isAny ?? false,
    show,
    onLength: (bytes) => observe('probe_http_uncompressed_body_length', bytes),
  });

  function byRule(found: Error | undefined): Error | undefined {
    if (found !== undefined) observe('probe_failed_due_to_regex', 1);
    return found;
  }

  /** What came last may not be out yet. */
  async function unpackRest(): Promise<void> {
    try {
      await body.end();
    } catch {
      // That it is not whole is known by now.
    }
  }

  return {
    looksAtBody: rules?.isAny === true || compression !== 'identity',
    sink(chunk) {
      // A body that does not even begin as gzip does is not looked at.
      if (isEmpty && compression === 'gzip' && chunk[0] === GZIP) rules?.begin();
      isEmpty = false;
      return body.sink(chunk);
    },
    async judge() {
      await body.end();
      if (isEmpty && compression !== 'identity' && hasBody(head, asked.method))
        throw failure('payload', `got no body, want one in ${compression}`);
      const found =
        byHead ??
        rules?.judge(body.kept) ??
        judgeVersion(head, config) ??
        judgeTls(asked.isTls, config);
      if (found !== undefined) throw found;
    },
    async verdict(error) {
      await unpackRest();
      return byHead ?? error;
    },
    destroy: body.destroy,
  };
}

function observeHead({ observe }: Context, head: HttpHead, { method, isTls }: Asked): void {
  observe('probe_http_status_code', head.status);
  observe('probe_http_content_length', contentLength(head, method));
  observe('probe_http_version', Number(head.version.slice('HTTP/'.length)));
  if (isTls) observe('probe_http_ssl', 1);
  const modifiedAt = readDate(headerValues(head, 'last-modified')[0] ?? '');
  if (modifiedAt !== undefined) observe('probe_http_last_modified_timestamp_seconds', modifiedAt);
}

function hasBody({ status }: HttpHead, method: string): boolean {
  return method !== 'HEAD' && status !== 101 && status !== 204 && status !== 304;
}

function contentLength(head: HttpHead, method: string): number {
  const { version } = head;
  const [length = ''] = headerValues(head, 'content-length');
  const isNone = head.isWhole === true ? length === '' : !hasBody(head, method);
  if (isNone && method !== 'HEAD') return 0;
  // HTTP/1.0 knew no transfer encodings, and the answer to HEAD has no body to be encoded.
  const isChunked =
    method !== 'HEAD' &&
    version !== 'HTTP/1.0' &&
    headerValues(head, 'transfer-encoding').length > 0;
  return !isChunked && /^\d+$/.test(length) ? Number(length) : -1;
}
