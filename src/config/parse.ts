import * as l10n from '@vscode/l10n';
import { createScanner } from 'jsonc-parser';
import { hasExpressions, type ExpressionReader } from './functions.js';
import { mostLayers } from './layers.js';
import { readNetwork } from './network.js';
import { checkFinite } from './numbers.js';
import { readPlainFunction } from './plainFunction.js';
import type { Problem } from './problem.js';
import { Report } from './report.js';
import { JsonText } from './schema.js';
import type { Spec } from './spec.js';
import { Spans } from './spans.js';
import { asItems, asString, member, type Value } from './tree.js';

export interface ParsedConfig {
  /** null where an error stands in the way of a run. */
  readonly spec: Spec | null;
  /** In the order of the text. */
  readonly problems: readonly Problem[];
  readonly spans: Spans;
}

/** Reads the text of a `*.backprop.json` file. Whatever the text is, it never throws: what is wrong is a problem. */
export async function parseConfig(text: string, fileName: string): Promise<ParsedConfig> {
  const report = new Report();
  const deep = tooDeep(text);
  if (deep) {
    report.error('too-deep', deep, l10n.t('Brackets are nested too deeply here.'));
    return { spec: null, problems: report.problems, spans: new Spans(undefined, text) };
  }
  const json = new JsonText(text);
  for (const problem of await json.problems(isSmallEnough(report, json.root))) report.add(problem);
  checkFinite(report, json.root);
  const spec = await readSpec(report, json.root, text, fileName);
  return {
    spec: report.hasErrors ? null : spec,
    problems: report.problems,
    spans: new Spans(json.root, text),
  };
}

async function readSpec(report: Report, root: Value, text: string, fileName: string): Promise<Spec | null> {
  if (root?.type !== 'object') return null;
  const parse = hasExpressions(root) ? (await import('./expression.js')).parseExpression : null;
  const expressions: ExpressionReader = { text, parse };
  const name = asString(member(root, 'name')) ?? baseName(fileName);
  return member(root, 'function')
    ? (readPlainFunction(report, root, name, expressions) ?? null)
    : readNetwork(report, root, name, expressions);
}

/** The file's name without its folders and `.backprop.json`. */
const baseName = (fileName: string): string =>
  fileName.replace(/^.*[/\\]/, '').replace(/(\.backprop)?\.json$/i, '');

/** Far deeper than any config; the JSON parsers recurse and would run out of stack. */
const deepest = 100;

/** The bracket that is one too many. */
function tooDeep(text: string) {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (scanner.scan(); scanner.getTokenOffset() < text.length; scanner.scan()) {
    const offset = scanner.getTokenOffset();
    if ('{['.includes(text[offset])) depth++;
    if ('}]'.includes(text[offset])) depth--;
    if (depth > deepest) return { offset, length: 1 };
  }
  return undefined;
}

/** The validation's time grows with the square of the layers that are wrong: no more than could be meant. */
function isSmallEnough(report: Report, root: Value): boolean {
  const layers = member(root, 'layers');
  const functions = member(root, 'functions');
  const count = asItems(layers)?.length ?? 0;
  if (layers && count > mostLayers) {
    report.error(
      'too-many-layers',
      layers,
      l10n.t('There are {0} layers here; {1} is the most.', count, mostLayers),
    );
  }
  const many = functions?.type === 'object' && functions.properties.length > mostLayers;
  if (many) {
    report.error(
      'too-many-functions',
      functions,
      l10n.t('There are more than {0} functions here.', mostLayers),
    );
  }
  return count <= mostLayers && !many;
}
