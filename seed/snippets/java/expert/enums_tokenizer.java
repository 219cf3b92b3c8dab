enum Kind {
    SPACE("\\s+"), NUMBER("\\d+(\\.\\d+)?"), NAME("[a-z]\\w*"),
    STRING("'[^']*'"), SYMBOL("[-+*/=<>();,]");

    final Pattern pattern;

    Kind(String pattern) { this.pattern = Pattern.compile(pattern); }
}

record Token(Kind kind, String text) {}

static List<Token> tokens(String source) {
    List<Token> tokens = new ArrayList<>();
    int at = 0;
    scan:
    while (at < source.length()) {
        for (Kind kind : Kind.values()) {
            Matcher matcher = kind.pattern.matcher(source.substring(at));
            if (matcher.lookingAt()) {
                tokens.add(new Token(kind, matcher.group()));
                at += matcher.end();
                continue scan;
            }
        }
        throw new IllegalArgumentException("column " + at);
    }
    return tokens;
}
