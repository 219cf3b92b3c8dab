var ErrSoldOut = errors.New("sold out")

func soldOut(err error) bool {
    return errors.Is(err, ErrSoldOut)
}
