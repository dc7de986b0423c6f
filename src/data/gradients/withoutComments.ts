/** The comments and the strings of several lines of a language, as patterns, and whether a quote after a name transposes. */
interface Syntax {
  readonly skipped: string;
  readonly hasTranspose?: true;
}

/** Matches the end of the program; `$` matches the end of a line. */
const end = '(?![^])';
const triple = `"""[^]*?(?:"""|${end})|'''[^]*?(?:'''|${end})`;
/** The languages by the ending of their files; all others have comments as in C and JavaScript. */
const syntaxes: Readonly<Record<string, Syntax>> = {
  py: { skipped: `${triple}|#.*` },
  r: { skipped: '#.*' },
  jl: { skipped: `#=[^]*?(?:=#|${end})|"""[^]*?(?:"""|${end})|#.*`, hasTranspose: true },
  m: { skipped: String.raw`^[ \t]*%\{[ \t]*$[^]*?(?:^[ \t]*%\}|${end})|[%#].*|\.\.\..*`, hasTranspose: true },
};
const others: Syntax = { skipped: String.raw`\/\*[^]*?(?:\*\/|${end})|\/\/.*|` + '`(?:\\\\[^]|[^`\\\\])*`?' };

const text = String.raw`"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?`;
const transpose = String.raw`(?<=[\p{L}\p{N}_)\]}.'])'`;
const quotedName = /^(["'])[\p{L}_∂∇][\p{L}\p{N}_∂∇]*\1$/u;

/**
 * Returns a program of the same length in which spaces stand for comments and strings. Strings that are a name are kept,
 * such as the keys of a dictionary.
 *
 * @param file its name, whose ending determines the language
 */
export function withoutComments(program: string, file: string): string {
  const ending = /\.(\w+)$/.exec(file)?.[1].toLowerCase() ?? '';
  const { skipped, hasTranspose } = Object.hasOwn(syntaxes, ending) ? syntaxes[ending] : others;
  const parts = [`(?<skipped>${skipped})`, ...(hasTranspose ? [transpose] : []), text];
  return program.replace(new RegExp(parts.join('|'), 'gmu'), (part: string, comment: string | undefined) =>
    comment === undefined && (part === "'" || quotedName.test(part)) ? part : part.replace(/[^\n]/g, ' '),
  );
}
