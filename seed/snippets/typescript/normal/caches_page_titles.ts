const titles = new WeakMap<Element, string>();

export function titleOf(section: Element): string {
  const known = titles.get(section);
  if (known !== undefined) return known;
  const title = section.querySelector("h2")?.textContent ?? "Untitled";
  titles.set(section, title);
  return title;
}
