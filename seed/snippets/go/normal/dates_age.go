func age(born, today time.Time) int {
    years := today.Year() - born.Year()
    birthday := born.AddDate(years, 0, 0)
    if today.Before(birthday) {
        years--
    }
    return years
}
