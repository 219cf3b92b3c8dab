async function loadText(path: string): Promise<string> {
  const response = await fetch(path);
  return response.text();
}
