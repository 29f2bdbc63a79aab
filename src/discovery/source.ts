import type { Path } from '../config/problem.ts';
import type { HttpClient } from '../net/http-client.ts';
import type { Place } from '../net/place.ts';

/** Where targets come from besides the config's own list. */
export type Source = FileSource | UrlSource;

interface AnySource {
  /** For people, and the label `source`: no other source of the config has it. Without secrets. */
  readonly name: string;
  /** In the config, as `discovery.0`. */
  readonly path: Path;
  /** Changes whenever what the config says of it does, secrets too. */
  readonly fingerprint: string;
  /** How often to look whether anything has changed. */
  readonly refreshMs: number;
  /** For entries that name none. */
  readonly module: string | undefined;
  readonly intervalMs: number | 'scrape';
}

interface FileSource extends AnySource {
  readonly kind: 'files';
  /** Absolute; the last part of each may be a pattern. */
  readonly files: readonly string[];
}

export interface UrlSource extends AnySource {
  readonly kind: 'url';
  readonly place: Place;
  readonly client: HttpClient;
}
