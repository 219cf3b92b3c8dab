export async function fetchWithin(url, timeoutMs) {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    return await fetch(url, { signal });
  } catch (error) {
    if (error.name === "TimeoutError") return null;
    throw error;
  }
}
