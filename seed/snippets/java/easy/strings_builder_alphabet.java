StringBuilder alphabet = new StringBuilder();
for (char c = 'a'; c <= 'z'; c++) {
    alphabet.append(c);
}
