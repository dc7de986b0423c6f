import * as l10n from '@vscode/l10n';
import type { GradesView, ToGrades } from '../src/protocol.js';
import { createGradesView } from './grades/gradesView.js';
import { createPainter } from './painter.js';
import { post, remember } from './vscode.js';

/** The page with the grades of a folder of answers. It is hydrated once and then receives further answers. */
let view: GradesView | null = null;
let page: ReturnType<typeof createGradesView> | null = null;
const requestPaint = createPainter(() => {
  if (view) page?.update(view);
});

function hydrate(message: Extract<ToGrades, { type: 'hydrateGrades' }>): void {
  if (!page) {
    l10n.config({ contents: message.strings });
    page = createGradesView();
    document.body.append(page.element);
  }
  ({ view } = message);
  // The editor uses this state to restore the page after a reload.
  remember({ grades: { config: view.config, folder: view.folder } });
}

window.addEventListener('message', ({ data }: MessageEvent<ToGrades>) => {
  switch (data.type) {
    case 'hydrateGrades':
      hydrate(data);
      requestPaint('now');
      break;
    case 'graded': {
      const { answers, mistakes, state, reason } = data;
      if (view) view = { ...view, answers: [...view.answers, ...answers], mistakes, state, reason };
      requestPaint(state === 'grading' ? 'soon' : 'now');
    }
  }
});
post({ type: 'loaded' });
