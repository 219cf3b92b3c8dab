born := time.Date(1990, time.May, 4, 0, 0, 0, 0, time.UTC)
days := int(time.Since(born).Hours() / 24)
