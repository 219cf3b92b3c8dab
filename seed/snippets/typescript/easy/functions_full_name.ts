function fullName(first: string, last: string): string {
  return `${first} ${last}`.trim();
}
