export function searchAsYouType(field, show, delay = 250) {
  let timer;
  let request = new AbortController();

  field.addEventListener("input", () => {
    clearTimeout(timer);
    request.abort();
    request = new AbortController();
    const { signal } = request;
    timer = setTimeout(async () => {
      try {
        const query = encodeURIComponent(field.value.trim());
        const response = await fetch(`/search?q=${query}`, { signal });
        show(await response.json());
      } catch (error) {
        if (error.name !== "AbortError") throw error;
      }
    }, delay);
  });
}
