/** Each category of Unicode by the names that it has, without regard to case, spaces, underscores and hyphens. */
const CATEGORIES = new Map(
  `L letter, Lu uppercaseletter, Ll lowercaseletter, Lt titlecaseletter, LC casedletter, Lm modifierletter, Lo otherletter,
  M mark combiningmark, Mn nonspacingmark, Mc spacingmark, Me enclosingmark, N number, Nd decimalnumber digit,
  Nl letternumber, No othernumber, P punctuation punct, Pc connectorpunctuation, Pd dashpunctuation, Ps openpunctuation,
  Pe closepunctuation, Pi initialpunctuation, Pf finalpunctuation, Po otherpunctuation, S symbol, Sm mathsymbol,
  Sc currencysymbol, Sk modifiersymbol, So othersymbol, Z separator, Zs spaceseparator, Zl lineseparator,
  Zp paragraphseparator, C other, Cc control cntrl, Cf format, Cs surrogate, Co privateuse, Cn unassigned, Any, Assigned`
    .split(',')
    .flatMap((line) => {
      const [name = '', ...others] = line.trim().split(' ');
      return [name.toLowerCase(), ...others].map((key) => [key, name] as const);
    }),
);

/**
 * `\p{…}` as our library spells it, by a name as Go takes it: `letter` for L, `old italic` for Old_Italic. What the
 * library would take and Go does not, such as Emoji, gets a name that nobody knows. Undefined to leave it as it is.
 */
export function characterClass(
  name: string,
  isNegated: boolean,
  isInBrackets: boolean,
): string | undefined {
  const key = name.replaceAll(/[ _-]/g, '').toLowerCase();
  if (key === 'ascii') {
    const range = isNegated ? '\\x{80}-\\x{10FFFF}' : '\\x00-\\x7F';
    return isInBrackets ? range : `[${range}]`;
  }
  const known = CATEGORIES.get(key) ?? scriptName(name);
  return known === undefined ? `\\p{no ${name}}` : `\\${isNegated ? 'P' : 'p'}{${known}}`;
}

/** As Unicode writes it, if there is such a script. */
function scriptName(name: string): string | undefined {
  const words = name.split(/[ _-]+/).filter((word) => word !== '');
  const titled = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase());
  return [name, titled.join('_')].find(isScript);
}

function isScript(name: string): boolean {
  if (!/^[A-Za-z_]+$/.test(name)) return false;
  try {
    return new RegExp(`^\\p{Script=${name}}`, 'u').source !== '';
  } catch {
    return false;
  }
}
