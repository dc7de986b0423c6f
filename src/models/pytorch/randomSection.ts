import { purposes } from '../../engine/maths/random.js';
import { isShuffled, type ScriptRun } from './pythonScript.js';

/** Returns the random numbers of a script; null where it needs none. */
export function randomSection(run: ScriptRun): string | null {
  const shuffled = isShuffled(run);
  const drops = run.network.layers.some(({ dropout }) => dropout > 0);
  if (!shuffled && !drops) return null;
  const constants = [
    ...(shuffled ? [`ORDER_DRAWS = ${purposes.indexOf('order')}`] : []),
    ...(drops ? [`DROPOUT_DRAWS = ${purposes.indexOf('dropout')}`] : []),
  ];
  return [constants.join('\n'), words, ...(shuffled ? [order] : [])].join('\n\n\n');
}

const words = `def random_words(purpose, *counters):
    """Yields random integers of 32 bits: those of sfc32, whose state is mixed from the seed, the purpose and counters."""
    mask = 0xFFFFFFFF

    def mix(word):
        word &= mask
        word = ((word ^ word >> 16) * 0x85EBCA6B) & mask
        word = ((word ^ word >> 13) * 0xC2B2AE35) & mask
        return word ^ word >> 16

    a, b, c = 0x9E3779B9, 0x243F6A88, 0xB7E15162
    for word in (SEED & mask, SEED >> 32 & mask, purpose, *counters):
        a = mix(a ^ word)
        b = mix(b + a)
        c = mix(c ^ b)
    counter, drawn = 1, 0
    while True:
        word = (a + b + counter) & mask
        counter = counter + 1 & mask
        a = b ^ b >> 9
        b = c + (c << 3) & mask
        c = (c << 21 | c >> 11) + word & mask
        drawn += 1
        if drawn > 12:
            yield word`;

const order = `def shuffled(rows, epoch):
    """Returns the order of the samples in an epoch, counted from 1 (Fisher and Yates)."""
    words = random_words(ORDER_DRAWS, epoch)
    order = list(range(rows))
    for i in range(rows):
        uniform = ((next(words) >> 5) * 2**26 + (next(words) >> 6)) / 2**53
        j = i + int(uniform * (rows - i))
        order[i], order[j] = order[j], order[i]
    return torch.tensor(order)`;
