/** A child process with every kind of fault, with which the attacker is tested. */
const held: unknown[] = [];

function fail(input: string): never | void {
  switch (input) {
    case 'hang':
      for (;;);
    case 'heap':
      for (;;) held.push(Array.from({ length: 1000 }, () => ({ held })));
    case 'buffers':
      held.push(new Uint8Array(700 * 2 ** 20).fill(1));
      return;
    case 'exit':
      process.exit(3);
  }
}

const peakBytes = (): number => process.resourceUsage().maxRSS * 1024;
process.on('message', ({ input }: { input: string }) => {
  fail(input);
  process.send!(
    input === 'crash'
      ? { kind: 'crash', reason: 'Error: on purpose' }
      : { kind: 'accepted', peakBytes: peakBytes() },
  );
});
process.on('disconnect', () => process.exit());
process.send!({ peakBytes: peakBytes() });
