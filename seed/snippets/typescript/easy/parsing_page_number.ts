function parsePage(text: string | null): number {
  const page = Number(text ?? 1);
  return Number.isInteger(page) ? page : 1;
}
