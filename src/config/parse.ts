import * as l10n from '@vscode/l10n';
import { createScanner, parse } from 'jsonc-parser';
import { limits } from '../engine/limits.js';
import { guard, type Refusal } from './guard.js';
import { readNetwork } from './network.js';
import { checkFinite } from './numbers.js';
import { readPlainFunction } from './plainFunction.js';
import type { Problem } from './problem.js';
import { Report } from './report.js';
import { JsonText } from './schema.js';
import { settingsEdits, type Settings } from './edits/settingsEdits.js';
import { withEdits } from './edits/textEdits.js';
import type { Spec } from './spec.js';
import { Spans } from './spans.js';
import { checkTexts } from './texts.js';
import { asItems, asString, member, property, type Value } from './tree.js';

/** The text of a config and its JSON value. */
export interface ConfigSource {
  readonly text: string;
  readonly value: unknown;
}

export interface ParsedConfig {
  /** The spec; null where there is an error. */
  readonly spec: Spec | null;
  /** The problems in the order of the text. */
  readonly problems: readonly Problem[];
  readonly spans: Spans;
  /**
   * Returns the spec with some settings replaced; null where there is an error. The settings are written into the text,
   * which is then read again, so that all defaults derived from them change too.
   */
  readonly withSettings: (settings: Partial<Settings>) => Spec | null;
  /** Returns the text with some settings replaced in it. */
  readonly sourceWith: (settings: Partial<Settings>) => ConfigSource;
}

/** Parses the text of a `*.backprop.json` file. It never throws: whatever is wrong with the text is returned as a problem. */
export async function parseConfig(text: string, fileName: string): Promise<ParsedConfig> {
  return parseText(text.replace(/^\uFEFF/, ' '), fileName);
}

async function parseText(text: string, fileName: string): Promise<ParsedConfig> {
  const report = new Report(text);
  const { refusal, length } = guard(text);
  const json = new JsonText(refusal ? '' : text.slice(0, length));
  const spans = new Spans(json.root, text);
  const refused = refusal ?? (json.root ? tooManyLayers(json.root) : empty(text));
  if (refused) {
    report.error(refused.code, refused.span, refused.message);
    const sourceWith = (): ConfigSource => ({ text, value: undefined });
    return { spec: null, problems: report.problems, spans, withSettings: () => null, sourceWith };
  }
  for (const problem of await json.problems()) report.add(problem);
  checkFinite(report, json.root);
  checkTexts(report, json.root);
  const read = readSpec(report, json.root, text, fileName);
  const spec = report.hasErrors ? null : read;
  const withSettings = (settings: Partial<Settings>): Spec | null => spec && changed(spec, text, settings);
  const sourceWith = (settings: Partial<Settings>): ConfigSource => sourceOf(text, settings);
  return { spec, problems: report.problems, spans, withSettings, sourceWith };
}

function sourceOf(text: string, settings: Partial<Settings>): ConfigSource {
  const edited = withEdits(text, settingsEdits(text, settings));
  return { text: edited, value: parse(edited, [], { allowTrailingComma: true }) as unknown };
}

function changed(spec: Spec, text: string, settings: Partial<Settings>): Spec | null {
  const edited = withEdits(text, settingsEdits(text, settings));
  if (edited === text) return spec;
  const report = new Report(text);
  const read = readSpec(report, new JsonText(edited).root, edited, spec.name);
  return report.hasErrors || !read ? null : { ...read, name: spec.name };
}

function readSpec(report: Report, root: Value, text: string, fileName: string): Spec | null {
  if (root?.type !== 'object') return null;
  const name = asString(member(root, 'name')) ?? baseName(fileName);
  return property(root, 'function')
    ? (readPlainFunction(report, root, name, text) ?? null)
    : readNetwork(report, root, name, text);
}

/** Returns a file's name without its folders and the extension `.backprop.json`. */
const baseName = (fileName: string): string =>
  fileName.replace(/^.*[/\\]/, '').replace(/(\.backprop)?\.json$/i, '');

/** Refuses a file that is empty or contains only comments, which the JSON service does not report. */
function empty(text: string): Refusal | null {
  if (!isBlank(text)) return null;
  const message = l10n.t(
    'This file is empty. Press Ctrl+Space in the editor to choose a network to start from.',
  );
  return { code: 'empty', message, span: { offset: 0, length: Math.min(1, text.length) } };
}

const isBlank = (text: string): boolean => {
  const scanner = createScanner(text, true);
  scanner.scan();
  return scanner.getTokenOffset() >= text.length;
};

/** Refuses too many layers, since the time for validation grows as the square of the number of invalid layers. */
function tooManyLayers(root: Value): Refusal | null {
  const layers = member(root, 'layers');
  const count = asItems(layers)?.length ?? 0;
  if (!layers || count <= limits.layers) return null;
  const message = l10n.t('There are {0} layers, but at most {1} are supported.', count, limits.layers);
  return { code: 'too-many-layers', message, span: { offset: layers.offset, length: 1 } };
}
