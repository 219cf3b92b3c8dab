static char initial(String name) {
    return Character.toUpperCase(name.charAt(0));
}
