import type { Image, ImageSize } from '../../src/protocol.js';
import { html, setText } from '../dom.js';
import { DrawPad, type CreateButton, type DrawTexts } from '../images/drawPad.js';
import { readPicture } from '../images/readPicture.js';

/** The texts of an image field in the user's language. */
export interface ImageTexts extends DrawTexts {
  /** What can be done where there is no image yet. */
  readonly invitation: string;
  readonly open: string;
  readonly unreadable: string;
}

/** An image that a person draws, or takes from a file. */
export interface ImageField {
  readonly element: HTMLElement;
  setSize(size: ImageSize): void;
  show(image: Image): void;
  /** The pixels from 0 to 1; none where there is no image. */
  readonly pixels: readonly number[];
}

/** Creates a field for an image. `changed` is called whenever a person changes it. */
export function createImageField(
  texts: ImageTexts,
  createButton: CreateButton,
  changed: () => void,
): ImageField {
  let pixels: readonly number[] = [];
  let size: ImageSize | null = null;
  const note = html('p', { class: 'predict-note', role: 'status' }, texts.invitation);
  const pad = new DrawPad(texts, createButton, (drawn) => {
    pixels = drawn ? Array.from(drawn) : [];
    setText(note, drawn ? '' : texts.invitation);
    changed();
  });
  const take = async (file: Blob | undefined): Promise<void> => {
    if (!file || !size) return;
    const image = await readPicture(file, size);
    if (image) pad.show(image);
    else setText(note, texts.unreadable);
  };
  const chooser = html('input', { type: 'file', accept: 'image/*', hidden: true, tabindex: -1 });
  chooser.addEventListener('change', () => {
    void take(chooser.files?.[0]);
    chooser.value = '';
  });
  const open = createButton(texts.open, () => chooser.click());
  const element = html('div', { class: 'predict-image' }, pad.element, open, chooser, note);
  element.addEventListener('dragover', (event) => event.preventDefault());
  element.addEventListener('drop', (event) => {
    event.preventDefault();
    void take(event.dataTransfer?.files[0]);
  });
  return {
    element,
    setSize: (wanted) => {
      size = wanted;
      pad.setSize(wanted);
    },
    show: (image) => pad.show(image),
    get pixels() {
      return pixels;
    },
  };
}
