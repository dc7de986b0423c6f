import assert from 'node:assert/strict';
import { assignmentsIn } from '../../../src/data/gradients/assignmentsIn.js';
import { placesInScript } from '../../../src/data/gradients/placesInScript.js';
import { readGradientsText } from '../../../src/data/gradients/readGradientsText.js';
import { tracebackIn } from '../../../src/data/gradients/tracebackIn.js';
import { withoutComments } from '../../../src/data/gradients/withoutComments.js';

/** Returns where a program assigns names that begin with d or ∂, as `line:column name`, with what kind of place it is. */
const found = (file: string, ...lines: readonly string[]): string[] =>
  assignmentsIn(lines.join('\n'), file)
    .filter(({ name }) => /^[d∂][A-Zb]/.test(name))
    .map(
      ({ name, kind, line, column, isInitial }) =>
        `${line}:${column} ${name} ${kind}${isInitial ? ' initial' : ''}`,
    );

describe('The places where a program assigns a name', () => {
  it('are found in Python', () => {
    assert.deepEqual(
      found(
        'a.py',
        '"""',
        'dW2 = 1',
        '"""',
        '# dW2 = 3',
        'dW2 = np.zeros((2, 2))',
        'if dW2 == 3 or dW2 <= 3 or dW2 != 3: print("dW2 =", dW2)',
        'for i in x:',
        '    dW2[i, j] += d * a1',
        '    self.dW2: np.ndarray = d',
        "print(json.dumps({'dW2': dW2.tolist(), \"db2\": list(x)}))",
        'dict(',
        '    dW2=dW2.tolist(),',
        ')',
        'grads["dW3"] = a',
        'dW1, db1 = f(a, b)',
        'dW4.append(d)',
        'def g(dW5=None): pass',
      ),
      [
        '5:1 dW2 variable initial', '8:5 dW2 variable', '9:10 dW2 variable', '10:20 dW2 key', '10:41 db2 key',
        '12:5 dW2 key', '14:8 dW3 entry', '15:1 dW1 variable', '15:6 db1 variable', '16:1 dW4 variable',
        '17:7 dW5 key initial',
      ],
    ); // prettier-ignore
  });

  it('are found in JavaScript and TypeScript', () => {
    assert.deepEqual(
      found(
        'a.ts',
        'const dW2 = mul(a, b); // dW1 = 3',
        'const [dW1, db1] = f();',
        'const { dW3, db3 } = g();',
        'const o = {',
        '  dW4: x,',
        '};',
        'let dW6: number[][] = h();',
        'xs.map((dW7) => dW7 + 1);',
        '`dW8 = ${dW8 === 3}`;',
        'this.dW9 = 3; o.dW10 = 4; /* dW2 = */',
      ),
      [
        '1:7 dW2 variable', '2:8 dW1 variable', '2:13 db1 variable', '3:9 dW3 variable', '3:14 db3 variable',
        '5:3 dW4 key', '7:5 dW6 variable', '10:6 dW9 variable', '10:17 dW10 entry',
      ],
    ); // prettier-ignore
  });

  it('are found in MATLAB, where a quote after a name transposes', () => {
    assert.deepEqual(
      found(
        'a.m',
        "dW2 = delta2' * a1; % dW2 = 2",
        "[dW1, db1] = f(a');",
        'dW3(i,j) = 3;',
        "x = 'dW4 = 3';",
        '%{',
        'dW5 = 3',
        '%}',
      ),
      ['1:1 dW2 variable', '2:2 dW1 variable', '2:7 db1 variable', '3:1 dW3 variable'],
    );
  });

  it('are found in C++, Julia and R', () => {
    assert.deepEqual(
      found(
        'a.cpp',
        'Eigen::MatrixXd dW2 = d2.transpose() * a1;',
        'double dW1[2][2] = {{0}};',
        'dW1[i][j] += d[i] * x[j];',
        'auto [dW3, db3] = f();',
        'if (dW2 >= 3) dW4.noalias() = a * b;',
      ),
      ['1:17 dW2 variable', '2:8 dW1 variable initial', '3:1 dW1 variable', '4:7 dW3 variable', '4:12 db3 variable', '5:15 dW4 variable'], // prettier-ignore
    );
    assert.deepEqual(
      found('a.jl', "dW2 = δ2' * a1", 'dW1 .= x', "∂W3 = δ' * a # dW4 = 3", '#= dW5 = 3', '=#'),
      ['1:1 dW2 variable', '2:1 dW1 variable', '3:1 ∂W3 variable'],
    );
    assert.deepEqual(
      found(
        'a.R',
        'dW2 <- t(d) %*% a # dW1 <- 3',
        'out <- list(dW1 = dW2)',
        'grads$dW3 <- 3',
        'grads[["dW4"]] <- 3',
      ),
      ['1:1 dW2 variable', '2:13 dW1 key', '3:7 dW3 entry', '4:9 dW4 entry'],
    );
  });

  it('keep their columns, whatever comments and strings are before them', () => {
    const text = 'x = "#\\" /*"; dW2 = 1 # "\r\n/* */ dW1 = 2';
    for (const file of ['a.py', 'a.js', 'a.m', 'a'])
      assert.equal(withoutComments(text, file).length, text.length, file);
    assert.deepEqual(found('a.py', text), ['1:15 dW2 variable', '2:7 dW1 variable']);
  });

  it('are not searched for in lines too long to be written by a person', () => {
    assert.deepEqual(found('a.js', `dW1 = 1;${'x'.repeat(2000)}`, 'dW2 = 2'), ['2:1 dW2 variable']);
  });
});

describe('The place of a gradient in a program', () => {
  const shapes = [
    { inputs: 2, units: 2 },
    { inputs: 2, units: 1 },
  ];
  /** Returns the lines of the gradients of two layers: weights, bias, weights, bias. */
  function lines(printed: object, ...program: readonly string[]): (number | null)[] {
    const read = readGradientsText(JSON.stringify(printed), shapes);
    assert.ok(read.kind === 'gradients', JSON.stringify(read.problems));
    const placeOf = placesInScript({ file: '/a.py', text: program.join('\n') }, read.raw);
    return [1, 2].flatMap((layer) =>
      (['weights', 'bias'] as const).map(
        (tensor) => placeOf({ kind: 'tensor', layer, tensor, entry: 0 })?.line ?? null,
      ),
    );
  }
  const [W1, b1, W2, b2] = [[[1, 2], [3, 4]], [1, 2], [[1, 2]], [1]]; // prettier-ignore

  it('is where its name in the output is computed, not where it is begun or handed on', () => {
    const printed = { dW1: W1, db1: b1, dW2: W2, db2: b2 };
    const program = ['dW1 = zeros(2)', 'dW1 += x', 'db1 = y', 'dW2, db2 = f()', 'out(dW1=dW1, dW2=dW2)'];
    assert.deepEqual(lines(printed, ...program), [2, 3, 4, 4]);
  });

  it('is never where the parameter itself is assigned', () => {
    const printed = { W1, b1, W2, b2 };
    const program = ['W1 = load()', 'b1 = load()', 'grads["W1"] = x', 'db1 = y', 'W2 = load()'];
    assert.deepEqual(lines(printed, ...program), [3, 4, null, null]);
  });

  it('is found by the names of gradients where the output has a list of layers', () => {
    const printed = { layers: [{ weights: W1, bias: b1 }, { weights: W2, bias: b2 }] }; // prettier-ignore
    assert.deepEqual(lines(printed, 'dW1 = x', 'db1 = x', 'dW2 = y', 'db2 = y'), [1, 2, 3, 4]);
    assert.deepEqual(lines(printed, 'dW0 = x', 'db0 = x', 'dW1 = y', 'db1 = y'), [1, 2, 3, 4]);
    assert.deepEqual(
      lines({ dW: [W1, W2], db: [b1, b2] }, 'dW = []', 'dW.append(x)', 'db[l] = y'),
      [2, 3, 2, 3],
    );
  });

  it('is unknown where no name determines it', () => {
    assert.deepEqual(lines({ dW1: W1, dW2: W2 }, 'print(f())'), [null, null, null, null]);
  });
});

describe('A traceback', () => {
  it('of Python is read from the last exception, the innermost line first', () => {
    const stderr = [
      'a warning',
      'Traceback (most recent call last):',
      '  File "/x/first.py", line 1, in <module>',
      'KeyError: 1',
      '',
      'During handling of the above exception, another exception occurred:',
      '',
      'Traceback (most recent call last):',
      '  File "/x/bp.py", line 9, in <module>',
      '    f(1)',
      '    ~^^^',
      '  File "/x/bp.py", line 3, in f',
      '    return a @ b',
      'ValueError: shapes (2,) and (3,)',
    ].join('\n');
    assert.deepEqual(tracebackIn(stderr), {
      message: 'ValueError: shapes (2,) and (3,)',
      frames: [
        { file: '/x/bp.py', line: 3, column: null },
        { file: '/x/bp.py', line: 9, column: null },
      ],
    });
  });

  it('of Python may be a syntax error', () => {
    const stderr = '  File "bp.py", line 3\r\n    x = = 1\r\n        ^\r\nSyntaxError: invalid syntax\r\n';
    const frames = [{ file: 'bp.py', line: 3, column: null }];
    assert.deepEqual(tracebackIn(stderr), { message: 'SyntaxError: invalid syntax', frames });
  });

  it('of Node is read with the files of modules, also in folders with blanks', () => {
    const stderr = [
      'file:///x%20y/bp.mjs:2',
      '  return undefined.x;',
      '',
      "TypeError: Cannot read properties of undefined (reading 'x')",
      '    at f (file:///x%20y/bp.mjs:2:20)',
      '    at /x/main.js:4:1',
      '    at node:internal/main:3:1',
    ].join('\n');
    assert.deepEqual(tracebackIn(stderr), {
      message: "TypeError: Cannot read properties of undefined (reading 'x')",
      frames: [
        { file: '/x y/bp.mjs', line: 2, column: 20 },
        { file: '/x/main.js', line: 4, column: 1 },
      ],
    });
  });

  it('of Node has the place of a syntax error in its first line', () => {
    const stderr = '/x/bp.js:3\nconst = 1;\n      ^\n\nSyntaxError: Unexpected token\n    at node:vm:1:1\n';
    const frames = [{ file: '/x/bp.js', line: 3, column: null }];
    assert.deepEqual(tracebackIn(stderr), { message: 'SyntaxError: Unexpected token', frames });
  });

  it('of a compiler is its first error', () => {
    const stderr =
      "bp.cpp: In function 'int main()':\nbp.cpp:12:5: error: expected ';'\nbp.cpp:13:1: error: x\n";
    const frames = [{ file: 'bp.cpp', line: 12, column: 5 }];
    assert.deepEqual(tracebackIn(stderr), { message: "expected ';'", frames });
  });

  it('is not seen in other messages', () => {
    for (const stderr of ['', 'Error', 'a: b\nc:1: d', 'Warning: File "x"'])
      assert.equal(tracebackIn(stderr), null, stderr);
  });

  it('of a deep recursion is cut', () => {
    const frames = '  File "/x/bp.py", line 3, in f\n'.repeat(1000);
    const found = tracebackIn(`Traceback (most recent call last):\n${frames}RecursionError: deep`);
    assert.equal(found!.frames.length, 50);
  });
});
