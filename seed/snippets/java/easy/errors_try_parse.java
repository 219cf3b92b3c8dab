try {
    count = Integer.parseInt(text);
} catch (NumberFormatException e) {
    count = 0;
}
