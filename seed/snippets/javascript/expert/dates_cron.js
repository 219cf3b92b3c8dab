const FIELDS = [
  [0, 59, (date) => date.getMinutes()],
  [0, 23, (date) => date.getHours()],
  [1, 31, (date) => date.getDate()],
  [1, 12, (date) => date.getMonth() + 1],
  [0, 6, (date) => date.getDay()],
];
const PART = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/;

function covers(part, value, [low, high]) {
  const match = PART.exec(part);
  if (!match) throw new SyntaxError(`Bad cron field "${part}"`);
  const [, from, to, step = 1] = match;
  const [first, last] = [from ?? low, to ?? from ?? high].map(Number);
  return value >= first && value <= last && (value - first) % step === 0;
}

export function matchesCron(expression, date = new Date()) {
  const parts = expression.trim().split(/\s+/);
  return FIELDS.every(([low, high, read], index) =>
    parts[index]
      .split(",")
      .some((part) => covers(part, read(date), [low, high])),
  );
}
