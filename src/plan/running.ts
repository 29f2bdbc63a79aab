import { maskedAddress } from '../config/mask.ts';
import { askExporter } from '../net/ask-exporter.ts';
import { type Shown, shownConfig } from './shown-config.ts';

// As large as a config file may be.
const MAX_BYTES = 16 * 1024 * 1024;

/** The config of the exporter that runs at a URL, as it shows it. Throws an error for people. */
export async function runningConfig(url: string): Promise<Shown> {
  const place = placeOf(url);
  const shown = maskedAddress(place.href);
  try {
    return shownConfig(await fetchText(place));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${shown}: ${why}`, { cause: error });
  }
}

/** What the URL's path says is the exporter's prefix. */
function placeOf(url: string): URL {
  const place = URL.canParse(url) ? new URL(url) : undefined;
  if (place === undefined || !/^https?:$/.test(place.protocol)) {
    throw new Error(`flag --against: got "${url}", want the URL of an exporter: http://host:9115`);
  }
  place.pathname = place.pathname.replace(/\/*$/, '/config');
  return place;
}

async function fetchText(place: URL): Promise<string> {
  const { status, text } = await askExporter(place, { maxBytes: MAX_BYTES });
  if (status !== 200) throw new Error(`got ${status}, want 200`);
  return text;
}
