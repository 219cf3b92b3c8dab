func workingDays(from, to time.Time, holidays []time.Time) int {
    closed := make(map[string]bool, len(holidays))
    for _, day := range holidays {
        closed[day.Format(time.DateOnly)] = true
    }
    days := 0
    for day := from; day.Before(to); day = day.AddDate(0, 0, 1) {
        weekend := day.Weekday()%6 == 0
        if !weekend && !closed[day.Format(time.DateOnly)] {
            days++
        }
    }
    return days
}
