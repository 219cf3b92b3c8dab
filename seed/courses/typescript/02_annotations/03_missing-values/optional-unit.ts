function label(name: string, unit?: string): string {
  return unit ? `${name} (${unit})` : name;
}
