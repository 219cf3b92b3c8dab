type Middleware func(http.Handler) http.Handler

func chain(handler http.Handler, layers ...Middleware) http.Handler {
    for _, layer := range slices.Backward(layers) {
        handler = layer(handler)
    }
    return handler
}

func limitTime(limit time.Duration) Middleware {
    return func(next http.Handler) http.Handler {
        return http.TimeoutHandler(next, limit, "too slow")
    }
}
