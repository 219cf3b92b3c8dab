sentence = "the quick brown fox jumped over"
longest = max(sentence.split(), key=len)
print(longest, len(longest))
