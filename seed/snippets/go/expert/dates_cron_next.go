type Schedule struct {
    Minutes, Hours uint64
    Weekdays       uint8
}

func (s Schedule) Next(after time.Time) (time.Time, error) {
    at := after.Truncate(time.Minute).Add(time.Minute)
    limit := after.AddDate(0, 0, 8)
    for at.Before(limit) {
        switch {
        case s.Weekdays>>at.Weekday()&1 == 0:
            year, month, day := at.Date()
            at = time.Date(year, month, day+1, 0, 0, 0, 0, at.Location())
        case s.Hours>>at.Hour()&1 == 0:
            at = at.Truncate(time.Hour).Add(time.Hour)
        case s.Minutes>>at.Minute()&1 == 0:
            at = at.Add(time.Minute)
        default:
            return at, nil
        }
    }
    return time.Time{}, errors.New("the schedule never comes true")
}
