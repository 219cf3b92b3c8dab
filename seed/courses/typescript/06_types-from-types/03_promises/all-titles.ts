async function titleOf(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) {
    throw new Error(`${url} answered ${response.status}`);
  }
  const page = await response.text();
  return /<title>(.*?)<\/title>/s.exec(page)?.[1] ?? "Untitled";
}

async function titlesOf(urls: readonly string[]): Promise<string[]> {
  const pages = await Promise.allSettled(urls.map(titleOf));
  return pages.map((page) =>
    page.status === "fulfilled" ? page.value : "Not found",
  );
}
