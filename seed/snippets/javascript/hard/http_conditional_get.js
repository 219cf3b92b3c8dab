const cache = new Map();

export async function getJson(url) {
  const known = cache.get(url);
  const headers = known ? { "If-None-Match": known.etag } : {};
  const response = await fetch(url, { headers });
  if (response.status === 304) {
    return known.body;
  }
  const etag = response.headers.get("ETag");
  const body = await response.json();
  if (etag) {
    cache.set(url, { etag, body });
  }
  return body;
}
