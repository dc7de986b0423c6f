import * as l10n from '@vscode/l10n';
import { ModelError } from '../namedTensor.js';
import type { SavedModel } from '../savedModel.js';
import { modelText } from './plainModel.js';

/** The texts of the page by name, in the user's language. */
export interface PageTexts {
  /** The language's code, such as "en". */
  readonly language: string;
  readonly inputs: string;
  readonly prediction: string;
  readonly contributions: string;
  readonly explanation: string;
  readonly missing: string;
  readonly trained: string;
  readonly outside: string;
  readonly pixels: string;
  readonly image: Readonly<
    Record<'drawing' | 'seen' | 'hint' | 'clear' | 'invitation' | 'open' | 'unreadable', string>
  >;
}

/** The most inputs of a form that a person can fill in. */
const mostFields = 200;
/** The most bytes of a page. A float64 parameter takes 11 bytes, a float32 one 6. */
const mostBytes = 16_000_000;

/**
 * Packs a model as one HTML page, which predicts in a browser without a network connection.
 * @param template the page without a model, as the build makes it
 * @throws ModelError where the inputs are more than a person can fill in, or the page would be too large to send
 */
export function packHtml(model: SavedModel, template: string): Uint8Array {
  const fields = model.encoding?.length ?? model.inputNames.length - model.derived.length;
  if (!model.image && fields > mostFields)
    throw new ModelError(l10n.t('a page has at most {0} inputs, but this model has {1}', mostFields, fields));
  const parts: Readonly<Record<string, string>> = {
    TITLE: escaped(model.name),
    MODEL: inScript(modelText({ ...model, training: undefined })),
    TEXTS: inScript(JSON.stringify(textsOf(model))),
  };
  const page = template.replace(/\{\{(TITLE|MODEL|TEXTS)\}\}/g, (_match, name: string) => parts[name]);
  const bytes = new TextEncoder().encode(page);
  if (bytes.length > mostBytes)
    throw new ModelError(
      l10n.t(
        'a page has at most {0} MB, but this one would have {1} MB',
        mostBytes / 1e6,
        Math.ceil(bytes.length / 1e6),
      ),
    );
  return bytes;
}

function textsOf({ epoch }: SavedModel): PageTexts {
  return {
    language: l10n.t({
      message: 'en',
      comment: ['The code of the language of the translation, such as zh-CN'],
    }),
    inputs: l10n.t('Inputs'),
    prediction: l10n.t('Prediction'),
    contributions: l10n.t('Contribution of each input'),
    explanation: l10n.t('The gradient of the prediction times the input, as the network receives it.'),
    missing: l10n.t('(missing)'),
    trained: l10n.t(
      'A network that was trained for {0} epochs. This page works without a connection.',
      epoch,
    ),
    outside: l10n.t('outside the range of the training data'),
    pixels: l10n.t(
      'The gradient of the prediction times each pixel, as the network receives it. Blue pixels raise the prediction, orange ones lower it.',
    ),
    image: {
      drawing: l10n.t('Drawing'),
      seen: l10n.t('The drawing in the size of the data'),
      hint: l10n.t(
        'Draw with the pointer. With the keyboard: arrow keys move the pen, Space lowers or lifts it, Delete clears.',
      ),
      clear: l10n.t('Clear'),
      invitation: l10n.t('Draw an image, or open or drop a picture.'),
      open: l10n.t('Open Picture…'),
      unreadable: l10n.t('The file is not a picture that can be read. Choose a PNG or JPEG file.'),
    },
  };
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }; // prettier-ignore

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character]);

/** Escapes what could end a script element. */
const inScript = (json: string): string => json.replaceAll('<', '\\u003c');
