func mapValues[K comparable, A, B any](in map[K]A, f func(A) B) map[K]B {
    out := make(map[K]B, len(in))
    for key, value := range in {
        out[key] = f(value)
    }
    return out
}
