Comparator<String> longest = Comparator
    .comparingInt(String::length)
    .reversed();
words.sort(longest);
