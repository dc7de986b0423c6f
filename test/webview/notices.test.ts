import assert from 'node:assert/strict';
import { noticesOf } from '../../webview/notices.js';
import { deep, failed, invalid, iris, notSeparable, stale, status, view } from './harness/scenarios.js';

describe('The notices over a run', () => {
  it('are empty while there is nothing to report', () => {
    assert.deepEqual(noticesOf(iris('training')), []);
    assert.deepEqual(noticesOf(iris('done')), []);
  });

  it('say that the file has changed and what that means for the run', () => {
    const [notice] = noticesOf(stale());
    assert.equal(notice.kind, 'warning');
    assert.equal(notice.title, 'The file has changed since this run started.');
    assert.match(notice.text, /continues with the config that it started with/);
  });

  it('say that the results of an ended run belong to the earlier text', () => {
    const ended = { ...stale(), status: { ...stale().status!, state: 'done' as const } };
    assert.match(noticesOf(ended)[0].text, /belong to the earlier text/);
  });

  it('say why a run failed in the host’s words', () => {
    const [notice] = noticesOf(failed());
    assert.equal(notice.title, 'The run failed.');
    assert.match(notice.text, /epoch 13, batch 4, a net input of layer 2 became NaN/);
  });

  it('lead from a failed() run to the step that failed(), unless the text is another or no pass has it', () => {
    const [notice] = noticesOf(failed());
    assert.deepEqual(notice.action, { label: 'Show the step', command: 'stepToFailure' });
    const outdated = { ...failed(), status: { ...failed().status!, stale: true } };
    const [{ action: ofOutdated }] = noticesOf(outdated);
    assert.equal(ofOutdated, undefined);
    const { outcome } = failed().status!;
    assert.ok(outcome?.kind === 'failed' && outcome.failure.operation);
    const operation = { ...outcome.failure.operation, pass: null };
    const inValidation = { kind: 'failed' as const, failure: { ...outcome.failure, operation } };
    const [{ action }] = noticesOf({ ...failed(), status: { ...failed().status!, outcome: inValidation } });
    assert.equal(action, undefined);
  });

  it('say why a paused run could not continue', () => {
    const refused = view({ status: status({ state: 'paused', error: 'rows.csv does not exist.' }) });
    const [{ kind, title, text }] = noticesOf(refused);
    assert.deepEqual(
      [kind, title, text],
      ['warning', 'The run could not continue.', 'rows.csv does not exist.'],
    );
  });

  it('say once why a run that was not started does not show its initial state', () => {
    const error = 'rows.csv does not exist.';
    const atStart = view({ status: status({ state: 'ready', error }) });
    assert.deepEqual(noticesOf(atStart), [
      { kind: 'error', title: 'The file can’t be trained yet.', text: error },
    ]);
    const blocked = { ...atStart, problems: { ...atStart.problems, blocking: error } };
    assert.equal(noticesOf(blocked).length, 1);
  });

  it('lead from an invalid file to its problems', () => {
    const [notice] = noticesOf(invalid());
    assert.equal(notice.text, 'Layer 2 has 3 units, but the data has 4 classes.');
    assert.equal(notice.action?.command, 'showProblems');
  });

  it('name the best epoch of a run that stopped early', () => {
    assert.match(noticesOf(deep())[0].text, /Epoch 171 was the best, and its parameters were restored/);
  });

  it('explain with the point and its samples why no line can separate the classes', () => {
    const [notice] = noticesOf(notSeparable());
    assert.match(notice.text, /The point \(0\.5, 0\.5\)/);
    assert.match(notice.text, /0\.5 × sample 2 \+ 0\.5 × sample 3/);
    assert.match(notice.text, /0\.5 × sample 1 \+ 0\.5 × sample 4/);
  });

  it('say that further training would change nothing', () => {
    const converged = view({ status: status({ state: 'done', outcome: { kind: 'converged' } }) });
    assert.equal(noticesOf(converged)[0].title, 'Converged.');
  });
});
