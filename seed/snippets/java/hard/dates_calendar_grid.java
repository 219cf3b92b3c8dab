static String calendar(YearMonth month) {
    StringBuilder page = new StringBuilder("Mo Tu We Th Fr Sa Su\n");
    int column = month.atDay(1).getDayOfWeek().getValue();
    page.append("   ".repeat(column - 1));
    for (int day = 1; day <= month.lengthOfMonth(); day++) {
        page.append(String.format("%2d ", day));
        if (column++ % 7 == 0) {
            page.append('\n');
        }
    }
    return page.toString().stripTrailing();
}
