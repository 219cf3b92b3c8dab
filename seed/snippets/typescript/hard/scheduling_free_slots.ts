type Slot = { readonly start: number; readonly end: number };

function freeSlots(day: Slot, meetings: readonly Slot[]): Slot[] {
  const free: Slot[] = [];
  let { start } = day;
  for (const next of meetings.toSorted((a, b) => a.start - b.start)) {
    if (next.start > start) free.push({ start, end: next.start });
    start = Math.max(start, next.end);
  }
  return start < day.end ? [...free, { start, end: day.end }] : free;
}
