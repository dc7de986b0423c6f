import type { Notation } from './formula.js';
import { nameLatex, type Names } from './names.js';
import type { Place } from './stepPlace.js';

/** Returns how a quantity is written. `error` is the error that is differentiated: E, or E[n] of one sample. */
export function notationOf(
  { quantity, layer, unit, part }: Place,
  names: Names,
  sampleError: Notation,
): Notation {
  const error: Notation = { text: 'E', latex: 'E' };
  const whole = { text: String(layer), latex: String(layer) };
  const of = (number: number, which: number | null) =>
    which === null ? whole : named(names.unit(number, which));
  const own = of(layer, unit);
  const net = subscript('net', '\\mathit{net}', own);
  const out = subscript('out', '\\mathit{out}', own);
  const kept = subscript('kept', '\\mathit{kept}', own);
  const parameter = () => parameterNotation({ layer, unit, part }, names);
  switch (quantity) {
    case 'net':
      return net;
    case 'out':
      return out;
    case 'dropped':
      return kept;
    case 'max':
      return subscript('m', 'm', whole);
    case 'exp_sum':
      return subscript('S', 'S', whole);
    case 'error':
      return subscript('E', 'E', own);
    case 'sample_total':
      return sampleError;
    case 'total':
      return error;
    case 'penalty':
      return subscript('R', 'R', own);
    case 'objective':
      return { text: 'J', latex: 'J' };
    case 'path': {
      const through = of(layer + 1, part);
      const whole = partial(sampleError, out);
      return {
        text: `${whole.text}[${through.text}]`,
        latex: `\\left.${whole.latex}\\right|_{${through.latex}}`,
      };
    }
    case 'dE_ddropped':
      return partial(sampleError, kept);
    case 'dE_dout':
      return partial(sampleError, out);
    case 'dout_dnet':
      return partial(part === null ? out : subscript('out', '\\mathit{out}', of(layer, part)), net);
    case 'delta':
      return subscript('δ', '\\delta', own);
    case 'sample_dE_dw':
    case 'sample_dE_db':
      return partial(sampleError, parameter());
    case 'dE_dw':
    case 'dE_db':
      return partial(error, parameter());
    case 'dR_dw':
      return partial({ text: 'R', latex: 'R' }, parameter());
    case 'gradient':
      return partial({ text: 'J', latex: 'J' }, parameter());
    case 'squares':
      return { text: `|g_${own.text}|²`, latex: `\\lVert g_{${own.latex}} \\rVert^2` };
    case 'norm':
      return { text: '|g|', latex: '\\lVert g \\rVert' };
    case 'clip':
      return { text: 'c', latex: 'c' };
    case 'correction':
      return subscript('e', 'e', own);
    case 'clipped':
      return subscript('g', 'g', parameter());
    case 'decayed':
      return subscript('d', 'd', parameter());
    case 'momentum':
      return subscript('buf', '\\mathit{buf}', parameter());
    case 'mean':
      return subscript('m', 'm', parameter());
    case 'variance':
      return subscript('v', 'v', parameter());
    case 'mean_corrected':
      return subscript('m̂', '\\hat{m}', parameter());
    case 'variance_corrected':
      return subscript('v̂', '\\hat{v}', parameter());
    case 'update':
      return after(parameter());
  }
}

/** Returns the name that a quantity belongs to: a weight, a bias, a unit, or the error. */
export function nameOf(place: Place, names: Names): string {
  const { quantity, layer, unit, part } = place;
  if (isParameterQuantity(quantity)) return parameterNotation(place, names).text;
  if (unit !== null) return names.unit(layer, unit);
  return notationOf(place, names, { text: 'E', latex: 'E' }).text.concat(part === null ? '' : `[${part}]`);
}

function isParameterQuantity(quantity: Place['quantity']): boolean {
  return [
    'sample_dE_dw', 'dE_dw', 'sample_dE_db', 'dE_db', 'dR_dw', 'gradient', 'clipped', 'decayed', 'momentum', 'mean',
    'variance', 'mean_corrected', 'variance_corrected', 'update',
  ].includes(quantity); // prettier-ignore
}

export function named(name: string): Notation {
  return { text: name, latex: nameLatex(name) };
}

/** Returns the notation of a weight where `part` is its input, else of a bias. */
export function parameterNotation({ layer, unit, part }: Omit<Place, 'quantity'>, names: Names): Notation {
  return named(part === null ? names.bias(layer, unit) : names.weight(layer, unit ?? 0, part));
}

export function subscript(text: string, latex: string, below: Notation): Notation {
  return { text: `${text}_${below.text}`, latex: `${latex}_{${below.latex}}` };
}

/** Returns the notation of a sample's quantity: followed by the number of its row in the training part, from 1. */
export function ofSample({ text, latex }: Notation, row: number): Notation {
  return { text: `${text}[${row + 1}]`, latex: `${latex}^{[${row + 1}]}` };
}

function partial(above: Notation, below: Notation): Notation {
  return {
    text: `∂${above.text}/∂${below.text}`,
    latex: `\\frac{\\partial ${above.latex}}{\\partial ${below.latex}}`,
  };
}

/** Marks a parameter after the update. */
function after({ text, latex }: Notation): Notation {
  return { text: `${text}⁺`, latex: `{${latex}}^{+}` };
}

/** Marks a value of the previous step, as the optimizer stores it. */
export function before({ text, latex }: Notation): Notation {
  return { text: `${text}(t-1)`, latex: `{${latex}}^{(t-1)}` };
}
