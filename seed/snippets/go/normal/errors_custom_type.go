type RangeError struct {
    Value, Low, High int
}

func (e *RangeError) Error() string {
    return fmt.Sprintf("%d is not in %d..%d", e.Value, e.Low, e.High)
}

func isRange(err error) bool { return errors.As(err, new(*RangeError)) }
