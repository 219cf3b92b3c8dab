type Outcome<T> = { ok: true; value: T } | { ok: false; reason: string };
type Place = { latitude: number; longitude: number };

const fail = (reason: string): Outcome<never> => ({ ok: false, reason });

function readPlace(text: string): Outcome<Place> {
  const parts = text.trim().split(/\s*,\s*/);
  if (parts.length !== 2 || parts.includes("")) {
    return fail(`Expected two numbers, not ${text}`);
  }
  const [latitude, longitude] = parts.map(Number);
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) {
    return fail(`${text} is not on this planet`);
  }
  return { ok: true, value: { latitude, longitude } };
}

const lisbon = readPlace("38.72, -9.14");
console.log(lisbon.ok ? lisbon.value.latitude : lisbon.reason);
