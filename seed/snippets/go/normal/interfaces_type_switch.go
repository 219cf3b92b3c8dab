func describe(value any) string {
    switch v := value.(type) {
    case nil:
        return "nothing"
    case fmt.Stringer:
        return v.String()
    }
    return fmt.Sprintf("%T(%v)", value, value)
}
