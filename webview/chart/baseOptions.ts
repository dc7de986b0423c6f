/** The options that all line charts share. */
import {
  Chart,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  type ChartOptions,
} from 'chart.js';
import type { Theme } from '../theme.js';
import { typeScale } from '../typeScale.js';

Chart.register(LineController, LineElement, PointElement, LinearScale, LogarithmicScale);

/** The base options: no animation, the size of the frame, and no mouse events. */
export const baseOptions = {
  animation: false,
  responsive: true,
  maintainAspectRatio: false,
  parsing: false,
  events: [],
  layout: { padding: { top: 6, right: 8 } },
} satisfies ChartOptions<'line'>;

export const axisTitle = (text: string) => ({ display: true, text, padding: 2 });

/** Sets the colors of the grid, ticks and titles of both axes. */
export function colorAxes<Data>(chart: Chart<'line', Data>, theme: Theme): void {
  const { x, y } = chart.options.scales!;
  for (const scale of [x!, y!]) {
    scale.grid = { color: theme.grid, tickColor: theme.grid };
    scale.border = { color: theme.grid };
    const font = { family: theme.fontFamily, size: 11 * typeScale() };
    Object.assign(scale.ticks!, { color: theme.muted, font });
    Object.assign((scale as { title: object }).title, { color: theme.muted, font });
  }
}
