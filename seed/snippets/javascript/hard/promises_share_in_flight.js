export function shareInFlight(load) {
  const flights = new Map();
  return (...args) => {
    const key = JSON.stringify(args);
    if (!flights.has(key)) {
      const flight = load(...args).finally(() => flights.delete(key));
      flights.set(key, flight);
    }
    return flights.get(key);
  };
}

export const loadTile = shareInFlight(async (zoom, x, y) => {
  const response = await fetch(`/tiles/${zoom}/${x}/${y}.png`);
  return createImageBitmap(await response.blob());
});
