import assert from 'node:assert/strict';
import { paths } from '../../webview/sidebar/sparkline.js';

describe('The sparkline', () => {
  it('falls from the upper left to the lower right as the loss does', () => {
    const [path] = paths([[{ x: 0, y: 1 }, { x: 1, y: 0.1 }, { x: 2, y: 0.01 }]]); // prettier-ignore
    assert.equal(path, 'M0.0,2.0L120.0,24.0L240.0,46.0');
  });

  it('is linear if a loss is not above zero', () => {
    const [path] = paths([[{ x: 0, y: 1 }, { x: 1, y: 0.5 }, { x: 2, y: 0 }]]); // prettier-ignore
    assert.equal(path, 'M0.0,2.0L120.0,24.0L240.0,46.0');
  });

  it('draws lines on the same axes, and nothing for empty data', () => {
    const [training, validation] = paths([[{ x: 0, y: 1 }, { x: 9, y: 0.1 }], []]); // prettier-ignore
    assert.equal(training, 'M0.0,2.0L240.0,46.0');
    assert.equal(validation, '');
  });

  it('is a horizontal line while nothing changes', () => {
    const [path] = paths([[{ x: 0, y: 3 }, { x: 1, y: 3 }]]); // prettier-ignore
    assert.equal(path, 'M0.0,46.0L240.0,46.0');
  });
});
