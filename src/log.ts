export const LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type Level = (typeof LEVELS)[number];

export const LOG_FORMATS = ['logfmt', 'json'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

type Field = string | number | boolean | undefined;
export type Fields = Readonly<Record<string, Field>>;

/** Logs events, not sentences: a fixed message, and fields that say of what. */
export type Log = Readonly<Record<Level, (message: string, fields?: Fields) => void>>;

export interface LogOptions {
  readonly level: Level;
  readonly format: LogFormat;
  readonly write: (line: string) => void;
}

export function createLog({ level, format, write }: LogOptions): Log {
  const least = LEVELS.indexOf(level);
  const line = format === 'json' ? jsonLine : logfmtLine;
  const at = (one: Level) => (message: string, fields?: Fields) => {
    if (LEVELS.indexOf(one) < least) return;
    write(
      line({ time: new Date().toISOString(), level: one.toUpperCase(), msg: message, ...fields }),
    );
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

function jsonLine(fields: Fields): string {
  return `${quoted(fields)}\n`;
}

export function logfmtLine(fields: Fields): string {
  const pairs = Object.entries(fields).filter(([, value]) => value !== undefined);
  return `${pairs.map(([key, value]) => `${key}=${logfmtValue(String(value))}`).join(' ')}\n`;
}

/** Quoted as soon as it could be read as something else, so that nothing from a target can forge a field or a line. */
function logfmtValue(text: string): string {
  return /^[\w.:/+@%,\-[\]]+$/.test(text) ? text : quoted(text);
}

/** JSON, and what JSON leaves as it is although terminals obey it or readers take it for the end of a line. */
function quoted(value: string | Fields): string {
  return JSON.stringify(value).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    character.replace(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
}
