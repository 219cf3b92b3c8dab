func daysIn(month time.Month, year int) int {
    switch month {
    case time.April, time.June, time.September, time.November:
        return 30
    case time.February:
        return time.Date(year, 3, 0, 0, 0, 0, 0, time.UTC).Day()
    }
    return 31
}
