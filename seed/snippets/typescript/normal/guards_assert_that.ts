function assertThat(fact: unknown, message: string): asserts fact {
  if (!fact) throw new TypeError(message);
}

function firstWord(sentence: string | null): string {
  assertThat(sentence, "There is no sentence");
  return sentence.split(" ", 1)[0] ?? sentence;
}
