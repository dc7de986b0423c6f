import { withoutComments } from './withoutComments.js';

/** A place in a program where a name is given a value. Line and column count from 1. */
export interface Assignment {
  readonly name: string;
  /** `variable`: dW2 = …; `entry`: grads["dW2"] = …; `key`: "dW2": … in a dictionary, or an argument dW2=…. */
  readonly kind: 'variable' | 'entry' | 'key';
  readonly line: number;
  readonly column: number;
  /** Whether the value is only a beginning, such as zeros, that other statements change. */
  readonly isInitial: boolean;
}

/** The longest line that is searched, in characters. Longer ones are not written by a person. */
const longestLine = 2000;

/** Returns the assignments in a program of any common language, by a textual search that skips comments and strings. */
export function assignmentsIn(program: string, file: string): Assignment[] {
  const lines = withoutComments(program.replaceAll('\r\n', ' \n'), file).split('\n');
  return lines.flatMap((line, index) => (line.length > longestLine ? [] : inLine(line, index + 1)));
}

const word = /(?<![\p{L}\p{N}_∂∇])[\p{L}_∂∇][\p{L}\p{N}_∂∇]*/gu;
const indices = String.raw`(?:\s*(?:\[[^\]]*\]|\([^()]*\)))*`;
/** Matches an assignment, but not ==, <=, >=, != or =>. */
const operator = String.raw`\s*(?<operator>[-+*/@.|^%]{0,2}=(?![=>~])|<-(?!-)|:=)(?<value>.*)`;
const afterName = new RegExp(
  String.raw`^${indices}(?:\.noalias\(\))?(?:\s*:\s*[\w.[\],| <>]+?)?${operator}`,
  'u',
);
const afterEntry = new RegExp(String.raw`^["']\s*\]{1,2}${indices}${operator}`, 'u');
const afterKey = /^["']?\s*(?::(?![:=])|=>|=(?![=>]))(?<value>[^,}]*)/u;
const appended = /^\s*\.(?:append|push|push_back|emplace_back|unshift|insert)\(/;
/** Matches the rest of several names that are assigned at once, as in dW2, db2 = f() or [dW2, db2] = f(). */
const afterListed = /^(?:\s*,\s*[\p{L}_∂∇][\p{L}\p{N}_∂∇.]*)*\s*[\])}]?\s*(?:=(?![=>])|<-)(?<value>.*)/u;
const beforeListed = /^\s*(?:(?:const|let|var|auto)\s*)?[[({]?\s*(?:[\p{L}_∂∇][\p{L}\p{N}_∂∇.]*\s*,\s*)*$/u;
const initial =
  /^\s*(?:(?:\w+\.)?(?:zeros|zeros_like|empty|empty_like)\b|(?:new\s+)?Array\(|matrix\(0\b|numeric\(|\[[\s[\]0.,]*\]\s*(?:;|$|,\s*\w+\s*=)|\[*\s*0(?:\.0*)?\s*\]*\s*\*|\{[\s{}0.,]*\}|list\(\s*\)|-?0(?:\.0*)?\s*;?\s*$|None\b|null\b|NULL\b|nothing\b|.*::Zero\()/;

function inLine(line: string, number: number): Assignment[] {
  return [...line.matchAll(word)].flatMap(({ 0: name, index }): Assignment[] => {
    const found = kindOf(line.slice(0, index), line.slice(index + name.length));
    if (!found) return [];
    const { kind, value } = found;
    const isPassedOn = new RegExp(String.raw`^\s*${name}\s*(?:[,;)}\].]|$)`, 'u').test(value);
    return [
      {
        name,
        kind: isPassedOn && kind === 'variable' ? 'key' : kind,
        line: number,
        column: index + 1,
        isInitial: initial.test(value),
      },
    ];
  });
}

/** How a name is given a value, and the text of the value. */
interface Given {
  readonly kind: Assignment['kind'];
  readonly value: string;
}

/** Returns how a name is given a value between two parts of a line; null where it is not. */
function kindOf(before: string, after: string): Given | null {
  const as = (kind: Assignment['kind'], pattern: RegExp): Given | null => {
    const value = pattern.exec(after)?.groups?.value;
    return value === undefined ? null : { kind, value };
  };
  if (/["']$/.test(before))
    return (/\[\s*["']$/.test(before) ? as('entry', afterEntry) : null) ?? as('key', afterKey);
  if (appended.test(after)) return { kind: 'variable', value: after };
  const isMember = /(?:\.|->|\$)\s*$/.test(before) && !/\b(?:self|this)(?:\.|->)$/.test(before);
  const listed = !isMember && beforeListed.test(before) ? as('variable', afterListed) : null;
  if (listed) return listed;
  const isInside = /[{(,]\s*$/.test(before);
  const own = isInside ? null : as(isMember ? 'entry' : 'variable', afterName);
  return own ?? (isInside || before.trim() === '' ? as('key', afterKey) : null);
}
