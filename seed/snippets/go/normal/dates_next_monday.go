func nextMonday(day time.Time) time.Time {
    ahead := (8 - int(day.Weekday())) % 7
    if ahead == 0 {
        ahead = 7
    }
    return day.AddDate(0, 0, ahead)
}
