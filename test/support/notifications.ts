import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { eventually } from './prometheus.ts';
import { serve } from './serve.ts';

/** What an Alertmanager has told somebody. */
export interface Notification {
  /** Of the URL that it was sent to: says which service would have got it. */
  readonly path: string;
  readonly authorization: string;
  readonly body: string;
}

export interface Sink {
  readonly url: string;
  /** All so far, the first one first. */
  readonly received: readonly Notification[];
}

/** Takes the place of every service that an Alertmanager may tell something. */
export async function startSink(t: TestContext): Promise<Sink> {
  const received: Notification[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { authorization = '' } = request.headers;
      received.push({ path: request.url ?? '', authorization, body });
      // As PagerDuty and Slack say yes.
      response.writeHead(request.url === '/pagerduty' ? 202 : 200).end('ok');
    });
  });
  return { url: `http://127.0.0.1:${await serve(t, server)}`, received };
}

/** An alert as a webhook is told of it. */
export interface Ticket {
  readonly status: 'firing' | 'resolved';
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** The first ticket with these labels, once it has come with the token that it needs. */
export function ticketed(
  { received }: Sink,
  status: Ticket['status'],
  wanted: Readonly<Record<string, string>>,
): Promise<Ticket> {
  return eventually(`a ticket: ${JSON.stringify(wanted)} ${status}`, async () =>
    received
      .filter(({ path, authorization }) => path === '/tickets' && authorization === 'Bearer sesame')
      .flatMap(({ body }) => (JSON.parse(body) as { alerts: readonly Ticket[] }).alerts)
      .find(
        (ticket) =>
          ticket.status === status &&
          Object.entries(wanted).every(([name, value]) => ticket.labels[name] === value),
      ),
  );
}

/** An event as PagerDuty is told of it. */
export interface Page {
  readonly event_action: 'trigger' | 'resolve';
  readonly routing_key: string;
  readonly payload: {
    readonly summary: string;
    readonly custom_details: Readonly<Record<string, unknown>>;
  };
  readonly links: readonly { readonly href: string }[];
}

/** All that PagerDuty was told so far. */
export function pages({ received }: Sink): readonly Page[] {
  return received
    .filter(({ path }) => path === '/pagerduty')
    .map(({ body }) => JSON.parse(body) as Page);
}

/** The first page with this key that says this, once it has come. */
export function paged(
  sink: Sink,
  action: Page['event_action'],
  key: string,
  text = '',
): Promise<Page> {
  return eventually(`a page: ${key} ${action} ${text}`, async () =>
    pages(sink).find(
      (page) =>
        page.event_action === action &&
        page.routing_key === key &&
        JSON.stringify(page.payload).includes(text),
    ),
  );
}
