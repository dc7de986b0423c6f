/** How a column of a table becomes inputs, as it was fitted to the training part. Plain data. */
export type ColumnEncoding =
  | {
      readonly column: string;
      readonly content: 'number' | 'boolean' | 'date';
      /** The number that replaces missing cells; null where a missing cell is an error. */
      readonly fill: number | null;
    }
  | {
      readonly column: string;
      readonly content: 'category';
      /** The categories, one input each. A cell with another text is 0 in all of them. */
      readonly categories: readonly string[];
      /** The category that replaces missing cells; null where they are a category of their own or 0 in all inputs. */
      readonly fill: string | null;
      /** Whether a last input is 1 for missing cells. */
      readonly hasMissingInput: boolean;
    };

/** How a table's rows become inputs, in the order of the inputs. */
export type InputEncoding = readonly ColumnEncoding[];

/** Returns the number of inputs that a column becomes. */
export const inputCount = (each: ColumnEncoding): number =>
  each.content === 'category' ? each.categories.length + Number(each.hasMissingInput) : 1;
