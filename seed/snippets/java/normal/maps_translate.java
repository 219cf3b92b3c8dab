Map<String, String> swedish = Map.of("hello", "hej", "thanks", "tack");
StringBuilder out = new StringBuilder();
for (String word : "Hello and thanks".split(" ")) {
    String known = swedish.get(word.toLowerCase());
    out.append(known == null ? word : known).append(' ');
}
System.out.println(out.toString().strip());
