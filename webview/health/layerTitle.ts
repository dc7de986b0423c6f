import * as l10n from '@vscode/l10n';
import type { Store } from '../store.js';

/** Returns the title of a layer, an index from 0, with its units and its activation where they are known. */
export function layerTitle({ view }: Pick<Store, 'view'>, index: number): string {
  const layer = view?.shape?.layers.at(index);
  const name = l10n.t('Layer {0}', index + 1);
  return layer ? `${name} · ${layer.units} ${layer.activation}` : name;
}
