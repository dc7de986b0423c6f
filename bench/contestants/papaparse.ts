/** Papa Parse alone: it parses the whole text at once, and each cell is converted to a number. */
import { readFileSync } from 'node:fs';
import Papa from 'papaparse';
import { serve } from './serve.js';

void serve({
  version: `Node ${process.versions.node}`,
  loadCsv: (file) => {
    const { data } = Papa.parse<string[]>(readFileSync(file, 'utf8'), { skipEmptyLines: true });
    const columns = data[0].length;
    const values = new Float64Array((data.length - 1) * columns);
    for (let row = 1; row < data.length; row++)
      for (let column = 0; column < columns; column++)
        values[(row - 1) * columns + column] = Number(data[row][column]);
    return values.reduce((sum, value) => sum + value, 0);
  },
});
