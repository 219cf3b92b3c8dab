static boolean isPalindrome(String text) {
    String letters = text.toLowerCase().replaceAll("[^a-z]", "");
    int last = letters.length() - 1;
    for (int at = 0; at < last - at; at++) {
        if (letters.charAt(at) != letters.charAt(last - at)) return false;
    }
    return true;
}
