import type { Context } from 'koa';
import { refusal } from './refusal.ts';
import type { Services } from './services.ts';
import { effectiveTimeoutMs, scraperTimeout } from './timeout.ts';

/** Aborts when the asker hangs up before it has its answer. */
export function hangUpSignal(ctx: Context): AbortSignal {
  const controller = new AbortController();
  ctx.res.once('close', () => {
    // Not `writableFinished`: HTTP/2 says that of a stream that was given up, too.
    if (!ctx.res.writableEnded) controller.abort();
  });
  return controller.signal;
}

/** What a probe with this timeout of its own may take, so that the answer is still in time. */
export function timeoutFor(ctx: Context, services: Services, ownMs: number | undefined): number {
  // Said twice, the first counts.
  const [header = ''] = ctx.get('X-Prometheus-Scrape-Timeout-Seconds').split(', ', 1);
  try {
    return effectiveTimeoutMs(ownMs, scraperTimeout(header), services.timeoutOffsetSeconds);
  } catch (error) {
    // 500 and these words are what blackbox_exporter answers.
    throw refusal(
      500,
      `Failed to parse timeout from Prometheus header: ${(error as Error).message}`,
    );
  }
}
