/** Keys, and places in lists, from the top of the file. */
export type Path = readonly string[];

/** One thing that is wrong with the file, or odd. */
export interface Problem {
  readonly path: Path;
  /** For people. */
  readonly message: string;
  /** The key itself is at fault, not its value. */
  readonly about?: 'key';
  /** Where the path cannot say it: in text that is no YAML. */
  readonly offset?: number;
}

/** A value, or all that keeps us from having one. */
export type Checked<Value> =
  | { readonly outcome: 'valid'; readonly value: Value }
  | { readonly outcome: 'invalid'; readonly problems: readonly Problem[] };

export function problem(path: Path, message: string): Problem {
  return { path, message };
}

/** `modules.api.http.0`, with quotes around what is not a plain word. */
export function pathText(path: Path): string {
  return path.map((key) => (/^[\w-]+$/.test(key) ? key : JSON.stringify(key))).join('.');
}
