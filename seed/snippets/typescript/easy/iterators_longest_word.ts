let longest = 0;
for (const word of new Set<string>(["oak", "maple", "willow"])) {
  longest = Math.max(longest, word.length);
}
