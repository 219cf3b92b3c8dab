List<String> words = new ArrayList<>(dictionary);
words.removeIf(word -> word.length() < 4);
Collections.shuffle(words);
