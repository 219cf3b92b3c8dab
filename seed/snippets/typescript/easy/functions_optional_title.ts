function address(name: string, title?: string): string {
  return title ? `${title} ${name}` : name;
}
