'use strict';
/**
 * Replaces @vscode/spdlog, a native module that is not built here. It has the part of the interface that VS Code's
 * server uses, and appends to the same files. Without it, the Output panels would stay empty.
 */
const { appendFileSync, mkdirSync } = require('node:fs');
const path = require('node:path');

const names = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];

class Logger {
  constructor(file) {
    this.file = file;
    this.level = names.indexOf('info');
    this.bare = false;
  }
  write(level, message) {
    if (level < this.level) return;
    const head = this.bare
      ? ''
      : `${new Date().toISOString().replace(/[TZ]/g, ' ').trim()} [${names[level]}] `;
    appendFileSync(this.file, `${head}${message}${this.bare ? '' : '\n'}`);
  }
  trace(message) {
    this.write(0, message);
  }
  debug(message) {
    this.write(1, message);
  }
  info(message) {
    this.write(2, message);
  }
  warn(message) {
    this.write(3, message);
  }
  error(message) {
    this.write(4, message);
  }
  critical(message) {
    this.write(5, message);
  }
  getLevel() {
    return this.level;
  }
  setLevel(level) {
    this.level = level;
  }
  clearFormatters() {
    this.bare = true;
  }
  setPattern() {}
  flush() {}
  drop() {}
}

async function createLogger(_name, file) {
  mkdirSync(path.dirname(file), { recursive: true });
  return new Logger(file);
}

// Separate assignments are needed, since Node detects the named exports of CommonJS modules from them.
exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = createLogger;
exports.createAsyncRotatingLogger = createLogger;
