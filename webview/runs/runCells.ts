import * as l10n from '@vscode/l10n';
import type { RunRecord, RunsDiffer } from '../../src/protocol.js';
import { html, icon, svg } from '../dom.js';
import { formatCount, formatDuration, formatPercent, formatValue } from '../format.js';
import { paths } from '../sidebar/sparkline.js';
import { relativeTime } from './relativeTime.js';
import { columnLabel, originOf, outcomeOf, runTitle, valueWord } from './runWords.js';

/** A column of the table of runs. */
export interface Column {
  /** Identifies the column. */
  readonly key: string;
  readonly label: string;
  readonly isNumber: boolean;
  /** Returns the content of the cell of a run; null for an empty cell. */
  readonly cell: (record: RunRecord) => Node | string | null;
  /** Returns a longer text for the cell. */
  readonly title?: (record: RunRecord) => string | null;
}

/** Returns the columns of a table: what identifies a run, what differs between the runs, and their results. */
export function columnsOf(runs: readonly RunRecord[], differ: RunsDiffer): Column[] {
  const has = (value: (record: RunRecord) => number | null): boolean =>
    runs.some((record) => value(record) !== null);
  return [
    { key: 'run', label: l10n.t('Run'), isNumber: false, cell: (record) => nameCell(record, runs) },
    { key: 'outcome', label: l10n.t('Outcome'), isNumber: false, cell: outcomeCell },
    ...differ.settings.map(({ path, values }) =>
      number(path, columnLabel(path), ({ run }) => valueWord(path, values[run])),
    ),
    ...(Object.keys(differ.changed).length > 0 ? [textColumn(differ)] : []),
    number('loss', l10n.t('Loss'), ({ loss }) => metric(loss)),
    ...(has(({ validationLoss }) => validationLoss)
      ? [number('validationLoss', l10n.t('Validation loss'), ({ validationLoss }) => metric(validationLoss))]
      : []),
    ...(has(({ accuracy }) => accuracy)
      ? [
          number('accuracy', l10n.t('Accuracy'), ({ accuracy }) =>
            accuracy === null ? '–' : formatPercent(accuracy),
          ),
        ]
      : []),
    ...(runs.some(({ alarms }) => alarms && alarms.length > 0) ? [alarmsColumn()] : []),
    { key: 'curve', label: l10n.t('Loss curve'), isNumber: false, cell: curveCell },
  ];
}

const number = (key: string, label: string, cell: (record: RunRecord) => string): Column => ({
  key,
  label,
  isNumber: true,
  cell,
});

const metric = (value: number | null): string => (value === null ? '–' : formatValue(value, 4));

function alarmsColumn(): Column {
  return {
    key: 'alarms',
    label: l10n.t('Alarms'),
    isNumber: true,
    cell: ({ alarms = [] }) => (alarms.length === 0 ? null : formatCount(alarms.length)),
    title: ({ alarms = [] }) => alarms.join(', ') || null,
  };
}

function textColumn({ changed }: RunsDiffer): Column {
  const keys = ({ run }: RunRecord): readonly string[] => changed[run] ?? [];
  return {
    key: 'text',
    label: l10n.t('Text'),
    isNumber: false,
    cell: (record) => (keys(record).length > 0 ? html('code', {}, keys(record).join(', ')) : null),
    title: (record) =>
      keys(record).length > 0
        ? l10n.t('The text differs from that of the run before it in {0}.', keys(record).join(', '))
        : null,
  };
}

function nameCell(record: RunRecord, runs: readonly RunRecord[]): Node {
  const { started } = record;
  const language = document.documentElement.lang;
  const title = html('span', { class: 'run-title', title: runTitle(record) }, runTitle(record));
  const time = html(
    'time',
    {
      class: 'muted run-note',
      datetime: new Date(started).toISOString(),
      title: new Date(started).toLocaleString(language),
      'data-time': started,
    },
    relativeTime(started, Date.now(), language),
  );
  return html('div', {}, title, time, ...originOf(record, runs).map(note));
}

function outcomeCell(record: RunRecord): Node {
  const { icon: name, word } = outcomeOf(record);
  const { epochs, elapsedMs, state } = record;
  const glyph = html('span', { class: 'state-icon', 'data-state': state }, icon(name));
  const count = epochs === 1 ? l10n.t('1 epoch') : l10n.t('{0} epochs', formatCount(epochs));
  const outcome = html('span', { class: 'run-outcome' }, glyph, word);
  return html('div', {}, outcome, note(`${count} · ${formatDuration(elapsedMs)}`));
}

const note = (text: string): HTMLElement => html('span', { class: 'muted run-note' }, text);

function curveCell({ sparkline }: RunRecord): Node | null {
  if (sparkline.length < 2) return null;
  const [d] = paths([sparkline.map((y, x) => ({ x, y }))]);
  return svg(
    'svg',
    { class: 'run-curve', viewBox: '0 0 240 48', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    svg('path', { d }),
  );
}
