/** A line of a program that was running when it failed; line and column count from 1. */
export interface Frame {
  readonly file: string;
  readonly line: number;
  readonly column: number | null;
}

/** What a program wrote when it failed. */
export interface Traceback {
  /** What happened, such as "ValueError: …". */
  readonly message: string;
  /** The lines that were running, the innermost first. */
  readonly frames: readonly Frame[];
}

/** The most frames that are returned, since a recursion may have thousands. */
const mostFrames = 50;

/** Returns the last traceback of Python or Node, or the first error of a compiler, in what a program wrote to standard error. */
export const tracebackIn = (stderr: string): Traceback | null => {
  const text = stderr.replaceAll('\r\n', '\n');
  return pythonTraceback(text) ?? nodeStack(text) ?? compilerError(text);
};

const pythonFrame = /^\s*File "(?<file>[^"\n]+)", line (?<line>\d+).*$/gm;

/** The exception is the first line after the last frame that is not indented. */
function pythonTraceback(text: string): Traceback | null {
  // Of exceptions that caused each other, the last one ended the program.
  const last = text.slice(Math.max(0, text.lastIndexOf('Traceback (most recent call last)')));
  const found = [...last.matchAll(pythonFrame)];
  const end = found.at(-1);
  if (!end) return null;
  const message = /^\S.*$/m.exec(last.slice(end.index + end[0].length))?.[0];
  return message === undefined ? null : { message, frames: framesOf(found.reverse()) };
}

const nodeFrame =
  /^\s+at (?:.*\()?(?<url>file:\/\/)?(?<file>[^():\n]+|[a-zA-Z]:[^():\n]+):(?<line>\d+):(?<column>\d+)\)?$/gm;
const nodeMessage = /^(?:Uncaught )?(?:\w*(?:Error|Exception)\b.*)$/m;
/** Matches the place of a syntax error, which is in no frame. */
const nodePlace = /^(?<url>file:\/\/)?(?<file>\/[^\n:]+|[a-zA-Z]:[^\n:]+):(?<line>\d+)$/m;

function nodeStack(text: string): Traceback | null {
  const message = nodeMessage.exec(text)?.[0];
  if (message === undefined) return null;
  const stack = text.slice(text.indexOf(message));
  const place = message.startsWith('SyntaxError') ? nodePlace.exec(text) : null;
  const frames = framesOf([...(place ? [place] : []), ...stack.matchAll(nodeFrame)]);
  return frames.length > 0 ? { message, frames } : null;
}

const compilerPlace =
  /^(?<file>[^\s:][^\n:]*):(?<line>\d+):(?<column>\d+): (?:fatal )?error: (?<message>.*)$/m;

function compilerError(text: string): Traceback | null {
  const found = compilerPlace.exec(text);
  return found && { message: found.groups?.message ?? '', frames: framesOf([found]) };
}

const framesOf = (found: readonly RegExpExecArray[]): Frame[] =>
  found.slice(0, mostFrames).map(({ groups: { url, file, line, column } = {} }) => {
    const at = Number(column);
    return { file: url ? decodeURI(file) : file, line: Number(line), column: Number.isNaN(at) ? null : at };
  });
