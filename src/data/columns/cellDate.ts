/** Which of the first two numbers of a date such as 03/04/2020 is the day. */
export type DateOrder = 'day first' | 'month first';

const time = String.raw`(?:[T ,]+(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?(?: ?(Z|[+-]\d{2}:?\d{2}))?)?`;
const yearFirst = new RegExp(String.raw`^(\d{4})([-/.])(\d{1,2})(?:\2(\d{1,2}))?${time}$`);
const yearLast = new RegExp(String.raw`^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})${time}$`);
const dayThenName = new RegExp(String.raw`^(\d{1,2})[ -]([a-z]{3,9})\.?[ ,-]+(\d{4})${time}$`, 'i');
const nameThenDay = new RegExp(String.raw`^([a-z]{3,9})\.? (\d{1,2}),? (\d{4})${time}$`, 'i');
const months = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december']; // prettier-ignore

const millisecondsPerDay = 86_400_000;

/** Returns the days since 1970-01-01 in UTC of a trimmed cell, with the time as a fraction, or NaN where it is not a date. */
export function readDate(cell: string, order: DateOrder): number {
  const parts = cell.length < 6 || cell.length > 40 ? null : partsOf(cell, order);
  if (!parts) return NaN;
  const [year, month, day, clock] = parts;
  const start = Date.UTC(year, month - 1, day);
  const date = new Date(start);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return NaN;
  return start / millisecondsPerDay + dayFraction(clock);
}

type Parts = readonly [year: number, month: number, day: number, time: readonly (string | undefined)[]];

function partsOf(cell: string, order: DateOrder): Parts | null {
  const iso = yearFirst.exec(cell);
  // "2020.5" is a number, and so is "2020.05".
  if (iso && (iso[4] || iso[2] === '-'))
    return [Number(iso[1]), Number(iso[3]), Number(iso[4] || 1), iso.slice(5)];
  const numeric = yearLast.exec(cell);
  if (numeric) {
    const [first, second] = [Number(numeric[1]), Number(numeric[3])];
    // A point between the numbers is written in countries that put the day first.
    const isDayFirst = numeric[2] === '.' || order === 'day first';
    const [day, month] = isDayFirst ? [first, second] : [second, first];
    return [Number(numeric[4]), month, day, numeric.slice(5)];
  }
  const european = dayThenName.exec(cell);
  if (european) return [Number(european[3]), monthOf(european[2]), Number(european[1]), european.slice(4)];
  const american = nameThenDay.exec(cell);
  return american && [Number(american[3]), monthOf(american[1]), Number(american[2]), american.slice(4)];
}

/** Returns the number of a month, from 1; 0 where the name is not one. */
const monthOf = (name: string): number =>
  months.findIndex((month) => month.startsWith(name.toLowerCase())) + 1;

function dayFraction([hours, minutes, seconds, zone]: readonly (string | undefined)[]): number {
  if (hours === undefined || minutes === undefined) return 0;
  const shown = Number(hours) * 60 + Number(minutes) + Number(seconds ?? 0) / 60;
  if (Number(hours) > 24 || Number(minutes) > 59) return NaN;
  return (shown - minutesOf(zone)) / 1440;
}

/** Returns the offset of a time zone such as +01:00 from UTC, in minutes. */
function minutesOf(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') return 0;
  const size = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return zone.startsWith('-') ? -size : size;
}
