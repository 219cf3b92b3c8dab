type Option func(*http.Server)

func WithTimeout(limit time.Duration) Option {
    return func(s *http.Server) {
        s.ReadTimeout, s.WriteTimeout = limit, 2*limit
    }
}

var patient = WithTimeout(time.Minute)
