function shout(text: string, times = 1): string {
  return text.toUpperCase() + "!".repeat(times);
}
