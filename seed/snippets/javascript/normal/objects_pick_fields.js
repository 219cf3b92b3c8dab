export function pick(record, ...fields) {
  const entries = fields
    .filter((field) => Object.hasOwn(record, field))
    .map((field) => [field, record[field]]);
  return Object.fromEntries(entries);
}
