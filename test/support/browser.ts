import type { TestContext } from 'node:test';
import axe from 'axe-core';
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { program } from './programs.ts';

/** A real browser without a window, until the test ends. One at a time: it takes a lot of the machine. */
export interface Browser {
  /** Opens a page as one reader sees it: `colorScheme`, `viewport`, `javaScriptEnabled` and the like are theirs. */
  open(this: void, url: string, reader?: BrowserContextOptions): Promise<Sighting>;
}

/** A page as it is seen. */
export interface Sighting {
  readonly page: Page;
  /** What the console complains of, and what the page's script threw; also that something was not allowed. */
  readonly complaints: readonly string[];
  /** What was asked of anybody else than the page's own origin. */
  readonly strangers: readonly string[];
  /** What axe-core finds, a line each with the rule and the element. */
  violations(this: void): Promise<readonly string[]>;
  close(this: void): Promise<void>;
}

// It must speak to nobody but us, also on behalf of itself.
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-proxy-server',
];

export async function openBrowser(t: TestContext): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: program('chromium'), args: FLAGS });
  t.after(() => browser.close());
  return {
    async open(url, reader = {}) {
      const context = await browser.newContext(reader);
      const page = await context.newPage();
      const complaints: string[] = [];
      const strangers: string[] = [];
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(String(error)));
      const { origin } = new URL(url);
      context.on('request', (request) => {
        const asked = new URL(request.url());
        const isOwn = asked.origin === origin || ['data:', 'blob:'].includes(asked.protocol);
        if (!isOwn) strangers.push(request.url());
      });
      await page.goto(url);
      return {
        page,
        complaints,
        strangers,
        violations: () => violationsOn(page),
        close: () => context.close(),
      };
    },
  };
}

async function violationsOn(page: Page): Promise<readonly string[]> {
  // By way of the debugger: the page's own policy would not let it in as a script.
  const session = await page.context().newCDPSession(page);
  const expression = `${axe.source}; axe.run().then(${found.toString()})`;
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    expression,
    awaitPromise: true,
    returnByValue: true,
  });
  await session.detach();
  if (exceptionDetails !== undefined) throw new Error(`axe-core: ${exceptionDetails.text}`);
  return result.value as readonly string[];
}

interface Findings {
  readonly violations: readonly {
    readonly id: string;
    readonly help: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

/** Runs in the page. */
function found({ violations }: Findings): readonly string[] {
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 200)}`),
  );
}
