import type { LinkLayout } from './layout.js';
import type { Column, Target } from './model.js';

/**
 * An element of the diagram selected by keys. At a weight, up and down move among the weights of the unit it was
 * reached from.
 */
export interface Cursor {
  readonly target: Target;
  readonly along: 'into' | 'outOf';
}

interface Map {
  readonly columns: readonly Pick<Column, 'count' | 'drawn'>[];
  readonly links: readonly Pick<LinkLayout, 'kind'>[];
}

/**
 * Returns where a key moves the cursor, or the first position without one; null where it moves nowhere. Left and right
 * move unit → weight → unit.
 */
export function walk(map: Map, cursor: Cursor | null, key: string): Cursor | null {
  if (!cursor && key.startsWith('Arrow')) return at(map, 0, 0);
  if (key === 'Home') return at(map, 0, 0);
  if (key === 'End') return at(map, map.columns.length - 1, 0);
  if (!cursor) return null;
  switch (key) {
    case 'ArrowUp':
      return vertical(map, cursor, -1);
    case 'ArrowDown':
      return vertical(map, cursor, 1);
    case 'ArrowLeft':
      return horizontal(map, cursor, -1);
    case 'ArrowRight':
      return horizontal(map, cursor, 1);
    default:
      return null;
  }
}

function at(map: Map, column: number, unit: number): Cursor | null {
  const there = map.columns.at(column);
  if (!there) return null;
  if (!there.drawn) return { target: { kind: 'strip', column }, along: 'into' };
  return { target: { kind: 'unit', column, unit: Math.min(unit, there.count - 1) }, along: 'into' };
}

function vertical(map: Map, { target, along }: Cursor, by: -1 | 1): Cursor | null {
  if (target.kind === 'strip') return null;
  const { column } = target;
  if (target.kind === 'unit')
    return within(target.unit + by, map.columns[column].count) ? at(map, column, target.unit + by) : null;
  if (along === 'into') {
    const input = target.input + by;
    return within(input, map.columns[column - 1].count) ? { target: { ...target, input }, along } : null;
  }
  const unit = target.unit + by;
  return within(unit, map.columns[column].count) ? { target: { ...target, unit }, along } : null;
}

function horizontal(map: Map, { target }: Cursor, by: -1 | 1): Cursor | null {
  const { column } = target;
  if (target.kind === 'weight')
    return by < 0 ? at(map, column - 1, target.input) : at(map, column, target.unit);
  const next = column + by;
  if (!within(next, map.columns.length)) return null;
  const link = map.links[by < 0 ? column - 1 : column];
  const unit = target.kind === 'unit' ? target.unit : 0;
  if (link.kind !== 'lines') return at(map, next, unit);
  if (by < 0)
    return {
      target: { kind: 'weight', column, unit, input: Math.min(unit, map.columns[next].count - 1) },
      along: 'into',
    };
  return {
    target: { kind: 'weight', column: next, unit: Math.min(unit, map.columns[next].count - 1), input: unit },
    along: 'outOf',
  };
}

function within(index: number, count: number): boolean {
  return index >= 0 && index < count;
}
