int points = switch (word.length()) {
    case 0, 1, 2 -> 0;
    case 3, 4 -> 1;
    default -> {
        int extra = word.length() - 4;
        yield 1 + extra * extra;
    }
};
