import type { Dataset } from '../../engine/model/dataset.js';
import type { TableRecipe } from '../../engine/model/tableRecipe.js';

/** A table and the file of the validation samples, or null where these are in the same file. */
export interface TableFiles {
  readonly table: string;
  readonly validation: string | null;
}

/** Images and labels in IDX files. */
export interface ImageFiles {
  readonly images: string;
  readonly labels: string;
}

/** Where the script reads its samples. Paths are relative to the script. */
export type ScriptData =
  | { readonly kind: 'table'; readonly files: TableFiles; readonly recipe: TableRecipe }
  | { readonly kind: 'images'; readonly training: ImageFiles; readonly validation: ImageFiles | null }
  /** Arrays of prepared samples that are written beside the script. */
  | { readonly kind: 'prepared' };

/** Returns the number of training and of validation samples. */
export const countsOf = ({ training, validation }: Dataset) => ({
  training: training.inputs.rows,
  validation: validation?.inputs.rows ?? 0,
});
