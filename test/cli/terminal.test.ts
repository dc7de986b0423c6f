import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { main } from '../../src/cli/main.js';

const escape = '\u001b';
/** Matches a control sequence or a character. */
const sequence = new RegExp(`${escape}(?:\\[\\??\\d*[A-Za-z]|[78])|[^]`, 'gu');

/** A terminal that interprets text, line ends, and the few control sequences of a progress bar. */
class Screen extends Writable {
  readonly isTTY = true;
  readonly lines = [''];
  sequences = 0;
  private row = 0;
  private column = 0;
  private saved = [0, 0];

  // cli-progress calls these methods of the stream.
  cursorTo = (column: number) => (this.column = column);
  clearLine = (direction: -1 | 0 | 1) => {
    this.lines[this.row] = direction === 1 ? this.lines[this.row].slice(0, this.column) : '';
  };

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    for (const [part] of chunk.toString().matchAll(sequence)) this.put(part);
    done();
  }

  private put(part: string): void {
    if (part.startsWith(escape)) this.control(part.slice(1));
    else if (part === '\r') this.column = 0;
    else if (part === '\n') {
      this.column = 0;
      this.row++;
      this.lines[this.row] ??= '';
    } else {
      const line = this.lines[this.row].padEnd(this.column);
      this.lines[this.row] = line.slice(0, this.column) + part + line.slice(this.column + 1);
      this.column++;
    }
  }

  private control(code: string): void {
    this.sequences++;
    if (code === '7') this.saved = [this.row, this.column];
    else if (code === '8') [this.row, this.column] = this.saved;
    else if (code.endsWith('G')) this.column = Number(code.slice(1, -1) || 1) - 1;
    else if (code.endsWith('K')) this.clearLine(code === '[2K' ? 0 : 1);
  }
}

const train = (stdout: Screen, stderr: Screen, ...args: string[]) =>
  main(['train', 'examples/iris.backprop.json', '--epochs', '40', ...args], {
    stdout,
    stderr,
    interrupted: new AbortController().signal,
    kernels: null,
    page: '',
    child: null,
    threads: null,
  });

describe('A terminal', () => {
  it('shows the whole table, and removes the progress bar at the end', async () => {
    const screen = new Screen();
    assert.equal(await train(screen, screen), 0);
    assert.ok(screen.sequences > 20, 'there was a bar');
    const epochs = screen.lines.flatMap((line) => /^ +(\d+) {2}.*%$/.exec(line)?.[1] ?? []);
    assert.deepEqual(
      epochs,
      Array.from({ length: 20 }, (_, i) => String(2 * i + 2)),
    );
    assert.match(screen.lines[0], /^Iris: 4 → 16 relu/);
    assert.match(screen.lines[1], /^ +epoch +loss/);
    assert.ok(screen.lines.every((line) => !/Training \S|Loading/.test(line)));
  });

  it('shows no progress bar between lines of JSON', async () => {
    const screen = new Screen();
    await train(screen, screen, '--json');
    assert.equal(screen.sequences, 0);
    const lines = screen.lines.filter(Boolean);
    assert.ok(lines.length > 10);
    for (const line of lines) assert.ok(JSON.parse(line));
  });

  it('shows the progress bar if the JSON goes to another stream', async () => {
    const [elsewhere, screen] = [new Screen(), new Screen()];
    Object.defineProperty(elsewhere, 'isTTY', { value: false });
    await train(elsewhere, screen, '--json');
    assert.equal(elsewhere.sequences, 0);
    assert.ok(screen.sequences > 0);
    assert.deepEqual(screen.lines.filter(Boolean), []);
  });
});
