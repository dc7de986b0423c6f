/**
 * The rooms of the sources and what each may import: the one table that the architecture test and the table
 * in CONTRIBUTING.md follow. Every room may import itself, and else only rooms that stand before it in this list.
 *
 * @typedef {object} Room
 * @property {string} name of the folder in src/, or of the file without its ending; `webview` is a folder of its own
 * @property {string} purpose for CONTRIBUTING.md
 * @property {string[]} values rooms whose values it may import
 * @property {string[]} types rooms of which it may import types alone
 * @property {boolean} node whether it may import Node's modules
 * @property {boolean} vscode whether it may import the editor's interface
 */

/** @type {(name: string, purpose: string, imports?: Partial<Room>) => Room} */
const room = (name, purpose, imports = {}) => ({
  name,
  purpose,
  values: [],
  types: [],
  node: false,
  vscode: false,
  ...imports,
});

/** @type {readonly Room[]} */
export const rooms = [
  room('engine', 'networks, training, traces and gradient checks as pure functions over plain data'),
  room('config', 'text to spec, spans and problems; positions are known here and nowhere else', {
    values: ['engine'],
  }),
  room('models', 'trained networks as files, in the formats of others', { values: ['engine', 'config'] }),
  room('data', 'tables, images, generators and gradient files to typed arrays', {
    values: ['engine', 'config', 'models'],
  }),
  room('backends', 'faster ways through a batch: generated programs, WebAssembly kernels, threads', {
    values: ['engine'],
  }),
  room('words', 'findings, mistakes and verdicts in words', {
    values: ['engine'],
    types: ['config'],
  }),
  room('derivation', 'a trace as Markdown, HTML or LaTeX', { values: ['engine'] }),
  room('protocol', 'every message between host, workers and pages; types only', {
    types: ['engine', 'config', 'data', 'backends'],
  }),
  room('jobs', 'trainings, checks, traces and exports, once for all who drive them', {
    values: ['engine', 'config', 'models', 'data', 'words', 'derivation'],
    types: ['protocol'],
  }),
  room('worker', 'runs, checks and inspections in slices beside the editor', {
    values: ['engine', 'config', 'models', 'data', 'jobs'],
    types: ['protocol'],
  }),
  room('node', 'files, worker threads, child processes and caches of Node', {
    values: ['engine', 'data', 'backends', 'words', 'worker'],
    types: ['protocol'],
    node: true,
  }),
  room('debug', 'a debug session over a trace', {
    values: ['engine', 'config', 'data', 'derivation', 'jobs'],
  }),
  room('cli', 'the command line', {
    values: ['engine', 'config', 'models', 'data', 'backends', 'words', 'derivation', 'jobs', 'node'],
    node: true,
  }),
  room('host', 'everything that the editor sees: configs, runs, checks, steps, pages', {
    values: ['engine', 'config', 'data', 'words', 'derivation', 'jobs', 'debug', 'worker', 'node'],
    types: ['protocol', 'backends'],
    node: true,
    vscode: true,
  }),
  room('extension', 'wiring', { values: ['host'], types: ['protocol'], node: true, vscode: true }),
  room('webview', 'the pages: a switch of messages, one state, views', { types: ['protocol'] }),
  room('modelPage', 'the page of an exported model, which predicts without anything else', {
    values: ['engine', 'models', 'webview'],
  }),
];
