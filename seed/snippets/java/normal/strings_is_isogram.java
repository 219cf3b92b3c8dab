static boolean isIsogram(String word) {
    Set<Character> seen = new HashSet<>();
    for (char letter : word.toLowerCase().toCharArray()) {
        if (Character.isLetter(letter) && !seen.add(letter)) {
            return false;
        }
    }
    return true;
}
