import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseExpression } from '../../src/config/expression.js';
import { binaryNames, unaryNames, type Operation } from '../../src/engine/maths/expression.js';
import { assertProblem, configText, fixed, marked, parse } from './support.js';

/** Evaluates a list of operations using only `Math`, for comparison. */
function evaluate(operations: readonly Operation[], variables: Readonly<Record<string, number>>): number {
  const values: number[] = [];
  for (const operation of operations) values.push(valueOf(operation, values, variables));
  return values[values.length - 1];
}

function valueOf(
  operation: Operation,
  values: readonly number[],
  variables: Readonly<Record<string, number>>,
): number {
  if (operation.op === 'constant') return operation.value;
  if (operation.op === 'variable') return variables[operation.name];
  const [a, b, c] = operation.args.map((index) => values[index]);
  switch (operation.op) {
    case 'conditional':
      return a !== 0 ? b : c;
    case 'negate':
      return -a;
    case 'not':
      return a === 0 ? 1 : 0;
    case 'square':
      return a * a;
    case 'cube':
      return a * a * a;
    case 'erf':
      throw new Error('not needed here');
    case 'add':
      return a + b;
    case 'subtract':
      return a - b;
    case 'multiply':
      return a * b;
    case 'divide':
      return a / b;
    case 'power':
      return a ** b;
    case 'mod':
      return a - b * Math.floor(a / b);
    case 'less':
      return Number(a < b);
    case 'lessOrEqual':
      return Number(a <= b);
    case 'greater':
      return Number(a > b);
    case 'greaterOrEqual':
      return Number(a >= b);
    case 'equal':
      return Number(a === b);
    case 'unequal':
      return Number(a !== b);
    case 'and':
      return Number(a !== 0 && b !== 0);
    case 'or':
      return Number(a !== 0 || b !== 0);
    case 'min':
    case 'max':
    case 'atan2':
      return Math[operation.op](a, b);
    default:
      return Math[operation.op](a);
  }
}

function operationsOf(text: string, variables: readonly string[] = ['x', 'y']): readonly Operation[] {
  const { expression, problems } = parseExpression(text, variables);
  assert.deepEqual(problems, []);
  assert.ok(expression);
  assert.equal(expression.text, text);
  return expression.operations;
}

const x = 0.7;
const y = -1.3;

describe('A formula', () => {
  const values: readonly [text: string, expected: number][] = [
    ['x', x],
    ['-x^2', -(x ** 2)],
    ['2^-x', 2 ** -x],
    ['2^3^x', 2 ** (3 ** x)],
    ['x - y - 1', x - y - 1],
    ['x / y / 2', x / y / 2],
    ['2x + 3 y', 2 * x + 3 * y],
    ['x .* y ./ 2 .^ 2', (x * y) / 4],
    ['(x + y) (x - y)', (x + y) * (x - y)],
    ['1e-3 x', 1e-3 * x],
    ['0x10', 16],
    ['+x', x],
    ['-7 mod 3', 2],
    ['7 % 3', 1],
    ['50%', 0.5],
    ['x / (1 + exp(-x))', x / (1 + Math.exp(-x))],
    ['log(x) + log(8, 2)', Math.log(x) + 3],
    ['max(0, x) + min(1, y, x)', x + y],
    ['max(x)', x],
    ['pow(x, 3) + square(y) + cube(2)', x ** 3 + y ** 2 + 8],
    ['atan2(y, x)', Math.atan2(y, x)],
    ['mod(5, 3)', 2],
    ['x > 0 ? x : exp(x) - 1', x],
    ['y > 0 ? y : exp(y) - 1', Math.exp(y) - 1],
    ['-1 < y < 0', 0],
    ['-2 < y <= x < 1', 1],
    ['x == x and not (y > 0) or false', 1],
    ['x != x or true', 1],
    ['e^x - pi*tau + phi + LN2 + SQRT1_2', Math.exp(x) - Math.PI * 2 * Math.PI + (1 + Math.sqrt(5)) / 2 + Math.LN2 + Math.SQRT1_2],
    ['1 / 2 x', 0.5 * x],
  ]; // prettier-ignore
  for (const [text, expected] of values) {
    it(`has the value that it should: ${text}`, () => {
      assert.ok(Math.abs(evaluate(operationsOf(text), { x, y }) - expected) < 1e-12);
    });
  }

  it('supports every function of the engine', () => {
    for (const name of unaryNames.filter((each) => each !== 'negate' && each !== 'not')) {
      assert.deepEqual(operationsOf(`${name}(x)`).at(-1), { op: name, args: [0] });
    }
  });

  it('supports every operation of the engine', () => {
    const all =
      'x+y, x-y, x*y, x/y, x^y, min(x,y), max(x,y), atan2(x,y), x mod y, x<y, x<=y, x>y, x>=y, x==y, x!=y, x and y, x or y';
    const found = all.split(/, /).map((text) => operationsOf(text).at(-1)?.op);
    assert.deepEqual(found, [...binaryNames]);
    assert.deepEqual([operationsOf('-x').at(-1)?.op, operationsOf('not x').at(-1)?.op], ['negate', 'not']);
  });

  it('computes a repeated part only once', () => {
    assert.deepEqual(operationsOf('exp(x) / (1 + exp(x))'), [
      { op: 'variable', name: 'x' },
      { op: 'exp', args: [0] },
      { op: 'constant', value: 1 },
      { op: 'add', args: [2, 1] },
      { op: 'divide', args: [1, 3] },
    ]);
  });

  it('refers to earlier operations only, and ends with its value', () => {
    fc.assert(
      fc.property(formulas, (text) => {
        operationsOf(text).forEach((operation, index) => {
          if ('args' in operation) assert.ok(operation.args.every((arg) => arg < index));
        });
      }),
    );
  });

  it('has the same value as in JavaScript', () => {
    fc.assert(
      fc.property(formulas, (text) => {
        // oxlint-disable-next-line typescript/no-implied-eval, typescript/no-unsafe-call
        const expected = Number(new Function('x', 'y', `return ${text}`)(x, y));
        const found = evaluate(operationsOf(text), { x, y });
        assert.ok(Object.is(found, expected) || found === expected);
      }),
    );
  });

  it('is refused or read, whatever the text', () => {
    const words = [
      'x',
      'y',
      '1',
      'exp',
      'max',
      '(',
      ')',
      ',',
      '+',
      '-',
      '^',
      '?',
      ':',
      '[',
      ']',
      '=',
      '"',
      '.',
      ' ',
      'and',
      '#',
      ';',
      '{',
      "'",
      '1e999',
      'é',
      '\n',
      '!',
    ];
    const text = fc.oneof(
      fc.string(),
      fc.array(fc.constantFrom(...words)).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(text, (each) => {
        const { expression, problems } = parseExpression(each, ['x', 'y']);
        assert.equal(expression === null, problems.length > 0);
        for (const { span, message } of problems) {
          assert.ok(span.offset >= 0 && span.offset + span.length <= Math.max(1, each.length), each);
          assert.ok(message.length > 0);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('is refused where its brackets would exhaust the stack', () => {
    for (const open of ['(', '-', 'exp(', '1+(', '[', '2^']) {
      const { problems } = parseExpression(open.repeat(1000 / open.length), ['x']);
      assert.equal(problems[0].code, 'formula-syntax', open);
    }
    assert.match(parseExpression('x+'.repeat(5000), ['x']).problems[0].message, /at most 1000 characters/);
  });
});

/** Generates formulas that are the same in mathjs and JavaScript. */
const formulas = fc.letrec<{ formula: string }>((tie) => ({
  formula: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('x', 'y', '2', '0.5'),
    fc
      .tuple(tie('formula'), fc.constantFrom('+', '-', '*', '/', '<', '>='), tie('formula'))
      .map(([a, op, b]) => `(${a} ${op} ${b})`),
    tie('formula').map((a) => `(-${a})`),
    fc.tuple(tie('formula'), tie('formula'), tie('formula')).map(([a, b, c]) => `(${a} > 0 ? ${b} : ${c})`),
  ),
})).formula;

describe('What is wrong with a formula', () => {
  type Case = readonly [name: string, marked: string, code: string, message: RegExp, replacement?: string];
  const cases: readonly Case[] = [
    ['an unfinished sum', 'x |+|', 'formula-syntax', /Unexpected end of expression/],
    ['a missing bracket', 'exp(x|)|'.replace('|)|', '| |'), 'formula-syntax', /Parenthesis \) expected/],
    ['two operators in a row', 'x * |/| 2', 'formula-syntax', /Value expected/],
    ['a stray character', 'x |@|', 'formula-syntax', /has a syntax error here: Syntax error/],
    ['nothing', '||', 'formula-syntax', /empty/],
    ['an unknown name', 'x + |alpha|', 'formula-name', /Unknown name "alpha"\. Use one of the variables x/],
    ['a misspelt constant', 'x * |taau|', 'formula-name', /Did you mean "tau"/, 'tau'],
    ['a misspelt function', 'x + |exo|(x)', 'formula-name', /Did you mean "exp"/, 'exp'],
    ['ln', '|ln|(x)', 'formula-name', /Did you mean "log"/, 'log'],
    ['the second use of a name', 'x * exp(x) + |exq|(x)', 'formula-name', /"exp"/, 'exp'],
    ['a name beside a number in powers of ten', '1e5 x + |e7x|', 'formula-name', /"e7x"/],
    ['a function without its brackets', '|exp| + x', 'formula-function', /with its arguments: exp\(…\)/],
    ['a product that looks like a call', '|x|(x + 1)', 'formula-function', /x \* \(…\)/, 'x * '],
    ['too few arguments', '|atan2|(x)', 'formula-arguments', /needs 2 arguments, but 1 are given/],
    ['too many arguments', 'x + |log|(x, 2, 3)', 'formula-arguments', /needs 1–2 arguments/],
    ['no arguments', '|max|()', 'formula-arguments', /at least 1/],
    ['an assignment', 'a |=| x', 'formula-value', /== for comparisons/],
    ['a definition', 'f(a) |=| a', 'formula-value', /Only a formula/],
    ['a matrix', '|[|x, 1]', 'formula-value', /Only a formula/],
    ['an index', 'x|[|1]', 'formula-value', /Only a formula/],
    ['an object', '|{|a: x}', 'formula-value', /Only a formula/],
    ['several formulas', 'x|;| x', 'formula-value', /Only a formula/],
    ['a range', '1|:|x', 'formula-value', /Only a formula/],
    ['text', '|x + \'a\'|', 'formula-value', /numbers/],
    ['an infinite number', '|x + 1e999|', 'formula-value', /too large/],
    ['a factorial', 'x|!|', 'formula-operator', /The operator ! is not supported/],
    ['a unit', '2 |cm|', 'formula-name', /"cm"/],
  ]; // prettier-ignore
  for (const [name, text, code, message, replacement] of cases) {
    it(`is reported: ${name}`, () => {
      const { text: formula, span } = marked(text);
      const { problems } = parseExpression(formula, ['x']);
      assert.deepEqual(
        problems.map((problem) => [problem.code, problem.span]),
        [[code, span]],
        problems[0]?.message,
      );
      assert.match(problems[0].message, message);
      assert.equal(problems[0].replacement, replacement);
    });
  }

  it('is marked inside the string, escapes or not', async () => {
    const layers = '[{ "units": 1, "activation": "mine" }]';
    const own = (f: string) =>
      configText({ layers, loss: '"huber"', functions: `{ "mine": { "f": "${f}" } }` });
    const problem = await assertProblem(own('x + |exq|(x)'), 'formula-name', /"exp"/);
    assert.ok((await parse(fixed(own('x + |exq|(x)'), problem))).spec);
    await assertProblem(own('\\u0078 \\u002B\\t|al\\u0070ha| + 1'), 'formula-name', /"alpha"/);
    await assertProblem(own('x +|+|').replace('+|+|', '|+|'), 'formula-syntax', /end of expression/);
  });

  it('is reported for a derivative, a loss and a plain function, too', async () => {
    await assertProblem(
      configText({ loss: '{ "f": "(y - t)^2", "df": "y - |x|" }' }),
      'formula-name',
      /one of the variables y, t/,
    );
    await assertProblem(
      '{ "function": "x^2 + |z|^2", "start": [1, 1] }',
      'formula-name',
      /one of the variables x, y|Did you mean/,
    );
  });

  it('does not make the layer that uses it wrong', async () => {
    const text = configText({
      layers: '[{ "units": 1, "activation": "mine" }]',
      loss: '"huber"',
      functions: '{ "mine": { "f": "|foo|" } }',
    });
    await assertProblem(text, 'formula-name', /"foo"/);
  });
});
