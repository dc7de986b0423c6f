import type { Dataset } from '../../engine/model/dataset.js';
import type { ColumnEncoding } from '../../engine/model/inputEncoding.js';
import type { NumberFormat, RecipeColumn, TableRecipe } from '../../engine/model/tableRecipe.js';
import { indented, pythonNumber, pythonString, pythonStrings } from './pythonText.js';
import type { TableFiles } from './scriptData.js';

/** Returns the functions that read a table and turn its cells into samples. */
export function tableSection(recipe: TableRecipe, files: TableFiles, dataset: Dataset): string {
  const { inputs } = recipe;
  const isUsed = (content: ColumnEncoding['content']) =>
    inputs.some(({ encoding }) => encoding.content === content);
  const helpers = [
    number,
    ...(isUsed('boolean') ? [boolean] : []),
    ...(isUsed('date') ? [date] : []),
    ...(isUsed('category') ? [category] : []),
  ];
  return [
    constants(recipe, dataset),
    ...helpers,
    inputsOf(recipe),
    targetsOf(recipe, dataset),
    readTable(recipe, files, dataset),
    loadSamples(files),
  ].join('\n\n\n');
}

function constants({ missingValues }: TableRecipe, { classes }: Dataset): string {
  const lines = [`MISSING = ${pythonStrings(missingValues)}`];
  if (classes) lines.push(`CLASSES = ${pythonStrings(classes)}`);
  return lines.join('\n');
}

const number = `def number(text, fill=None):
    """Reads a number; \`fill\` replaces a missing one."""
    return fill if text.strip() in MISSING else float(text)`;

const boolean = `def boolean(text, fill=None):
    """Reads a boolean as 1 or 0; \`fill\` replaces a missing one."""
    if text.strip() in MISSING:
        return fill
    return 1 if text.strip().lower() in ("true", "yes", "t", "y", "1") else 0`;

const date = `def date(text, fill=None):
    """Reads a date as days since 1970; \`fill\` replaces a missing one."""
    if text.strip() in MISSING:
        return fill
    return datetime.date.fromisoformat(text.strip()).toordinal() - datetime.date(1970, 1, 1).toordinal()`;

const category = `def category(text, categories, fill=None):
    """Returns an input for each category: 1 for the one in the cell, else 0. None stands for missing cells."""
    value = fill if text.strip() in MISSING else text.strip()
    return [1 if value == each else 0 for each in categories]`;

function inputsOf({ inputs }: TableRecipe): string {
  const isPlain = inputs.every(
    ({ encoding, format }) => encoding.content === 'number' && encoding.fill === null && format === 'plain',
  );
  const body =
    isPlain && inputs.length > 8
      ? `    return [number(row[name]) for name in (\n${inputs.map(({ header }) => `        ${pythonString(header)},\n`).join('')}    )]`
      : `    return [\n${inputs.map((column) => `        ${cellText(column)},\n`).join('')}    ]`;
  return `def inputs_of(row):\n    """Turns the cells of a row into inputs."""\n${body}`;
}

function cellText(column: RecipeColumn & { readonly encoding: ColumnEncoding }): string {
  const { encoding, format } = column;
  const cell = cellOf(column, format);
  if (encoding.content === 'category') {
    const { categories, fill, hasMissingInput } = encoding;
    const list = `[${[...categories.map(pythonString), ...(hasMissingInput ? ['None'] : [])].join(', ')}]`;
    return `*category(${cell}, ${list}${fill === null ? '' : `, ${pythonString(fill)}`})`;
  }
  const { content, fill } = encoding;
  return `${content}(${cell}${fill === null ? '' : `, ${pythonNumber(fill)}`})`;
}

function cellOf({ header }: RecipeColumn, format: NumberFormat): string {
  const cell = `row[${pythonString(header)}]`;
  if (format === 'plain') return cell;
  return `${cell}.replace(",", ${format === 'decimal comma' ? '"."' : '""'})`;
}

function targetsOf({ targets }: TableRecipe, { classes, training }: Dataset): string {
  const head = `def targets_of(row):\n    """Turns the cells of a row into targets."""\n`;
  const [first] = targets;
  if (classes && targets.length === 1) {
    const index = `CLASSES.index(${cellOf(first, 'plain')}.strip())`;
    const { columns } = training.targets;
    if (columns === 1) return `${head}    return [${index}]`;
    return `${head}    index = ${index}\n    return [1 if i == index else 0 for i in range(${columns})]`;
  }
  return `${head}    return [${targets.map((column) => `number(${cellOf(column, column.format)})`).join(', ')}]`;
}

function readTable(
  { delimiter }: TableRecipe,
  { table, validation }: TableFiles,
  { training, normalization, targetNormalization, derived }: Dataset,
): string {
  const given = training.inputs.columns - (derived?.length ?? 0);
  const areZipped = [table, validation ?? table].map((file) => file.endsWith('.gz'));
  const open = areZipped.every(Boolean)
    ? 'gzip.open'
    : areZipped.some(Boolean)
      ? '(gzip.open if file.endswith(".gz") else open)'
      : 'open';
  const raw = derived ? 'with_derived(inputs)' : 'inputs';
  const body = `inputs = torch.empty(len(lines), ${given})
targets = torch.empty(len(lines), ${training.targets.columns})
wanted = {int(line): row for row, line in enumerate(lines)}
with ${open}(FOLDER / file, "rt", newline="", encoding="utf-8-sig") as text:
    reader = csv.DictReader(text, delimiter=${pythonString(delimiter)})
    for cells in reader:
        row = wanted.pop(reader.line_num, None)
        if row is not None:
            inputs[row] = torch.tensor(inputs_of(cells))
            targets[row] = torch.tensor(targets_of(cells))
if wanted:
    raise SystemExit(f"{file} has fewer lines than when this script was written.")
return ${normalization ? `normalized(${raw}, "input")` : raw}, ${targetNormalization ? 'normalized(targets, "output")' : 'targets'}`;
  return `def read_table(file, lines):
    """Reads the samples in some lines of a table, in the order of the lines. Other lines are skipped."""
${indented(body)}`;
}

function loadSamples({ table, validation }: TableFiles): string {
  const isOneFile = validation === null || validation === table;
  const files = isOneFile
    ? `TABLE = ${pythonString(table)}`
    : `TABLES = {"training": ${pythonString(table)}, "validation": ${pythonString(validation)}}`;
  return `${files}


def load_samples(part):
    """Loads the samples of this process: all of them, or every WORLD_SIZE-th one under torchrun."""
    lines = STORED[f"{part}_lines"][RANK::WORLD_SIZE]
    inputs, targets = read_table(${isOneFile ? 'TABLE' : 'TABLES[part]'}, lines)
    return inputs.to(DEVICE), targets.to(DEVICE)`;
}
