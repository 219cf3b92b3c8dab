static String camelCase(String phrase) {
    String[] words = phrase.toLowerCase().split("[ _-]+");
    StringBuilder name = new StringBuilder(words[0]);
    for (String word : List.of(words).subList(1, words.length)) {
        name.append(Character.toUpperCase(word.charAt(0)));
        name.append(word.substring(1));
    }
    return name.toString();
}
