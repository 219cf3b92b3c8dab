static boolean isLeap(int year) {
    boolean fourth = year % 4 == 0;
    return fourth && (year % 100 != 0 || year % 400 == 0);
}
